// What a person sees and does, as functions of a page and the address of a farm, whichever farm that is.

import type { Locator, Page } from "playwright-core";
import { expect, vi } from "vitest";

const DEADLINE_MS = 10_000;

/** Reads the page until what it says is right; the page is live, so nothing is there at once. */
export const eventually = async <T>(read: () => Promise<T>, judge: (value: T) => void): Promise<void> =>
  vi.waitFor(async () => judge(await read()), { timeout: DEADLINE_MS, interval: 50 });

export const badgeOf = (page: Page): Locator => page.getByRole("status");

export async function openSweep(page: Page, baseUrl: string, id: string): Promise<void> {
  await page.goto(`${baseUrl}/#/sweeps/${id}`);
  await page.getByRole("region", { name: "Progress" }).waitFor({ timeout: DEADLINE_MS });
}

export const seeBadge = (page: Page, state: "live" | "reconnecting") =>
  eventually(
    () => badgeOf(page).textContent(),
    (text) => expect(text).toMatch(new RegExp(`^${state}`)),
  );

/** The row of the list that has this name. */
export const rowOf = (page: Page, name: string): Locator =>
  page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });

/** A curve is a line in one colour; a spread is a half-transparent area around it. */
export async function seeLinePlot(page: Page, { hasSpread }: { readonly hasSpread: boolean }): Promise<void> {
  const canvas = page.locator(".line-plot canvas");
  await canvas.waitFor({ timeout: DEADLINE_MS });
  await eventually(
    () => countPixels(canvas),
    ({ opaque, halfTransparent, all }) => {
      expect(opaque).toBeGreaterThan(1000);
      expect(halfTransparent / all > 0.005, "a band is drawn").toBe(hasSpread);
    },
  );
}

const countPixels = (canvas: Locator): Promise<{ opaque: number; halfTransparent: number; all: number }> =>
  canvas.evaluate((element) => {
    const { width, height } = element as unknown as { width: number; height: number };
    const context = (
      element as unknown as { getContext(kind: "2d"): { getImageData(...box: number[]): { data: Uint8ClampedArray } } }
    ).getContext("2d");
    const { data } = context.getImageData(0, 0, width, height);
    let opaque = 0;
    let halfTransparent = 0;
    for (let at = 3; at < data.length; at += 4) {
      if (data[at]! > 200) opaque++;
      else if (data[at]! > 30 && data[at]! < 60) halfTransparent++;
    }
    return { opaque, halfTransparent, all: width * height };
  });

/** Presses arrow keys on the plot and says what is read there, and in which colour it is drawn. */
export async function readMapWith(page: Page, keys: readonly string[]): Promise<{ words: string; color: readonly number[] }> {
  const plot = page.getByRole("slider");
  await plot.focus();
  for (const key of keys) await plot.press(key);
  const words = (await page.locator("figcaption").textContent())!;
  const marker = await page.locator(".marker").evaluate((element) => {
    const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = element as unknown as Record<string, number>;
    return { left: offsetLeft! + offsetWidth! / 2, top: offsetTop! + offsetHeight! / 2 };
  });
  const color = await page.locator(".heat-map canvas").evaluate((element, { left, top }) => {
    const canvas = element as unknown as {
      width: number;
      clientWidth: number;
      getContext(kind: "2d"): { getImageData(...box: number[]): { data: Uint8ClampedArray } };
    };
    const ratio = canvas.width / canvas.clientWidth;
    return [...canvas.getContext("2d").getImageData(left * ratio, top * ratio, 1, 1).data];
  }, marker);
  return { words, color };
}

export const seeFailedTrial = async (page: Page, texts: readonly string[]): Promise<void> => {
  const row = page.getByRole("region", { name: "Failed trials" }).getByRole("row").filter({ hasText: texts[0]! });
  await row.first().waitFor({ timeout: DEADLINE_MS });
  for (const text of texts) expect(await row.first().textContent()).toContain(text);
};

/** Cancels the open sweep; asks and keeps it once before. */
export async function cancelOpenSweep(page: Page): Promise<void> {
  const cancel = page.getByRole("button", { name: "Cancel", exact: true });
  await cancel.click();
  await page.getByRole("button", { name: "Keep it running" }).click();
  await cancel.click();
  await page.getByRole("button", { name: "Yes, cancel it" }).click();
  await eventually(
    () => page.locator(".page-head .chip").textContent(),
    (state) => expect(state).toBe("cancelled"),
  );
}
