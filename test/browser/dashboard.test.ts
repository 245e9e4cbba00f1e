// The dashboard in a real Chromium, against a farm whose every word is known.

import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { chromiumPath, launchChromium, openPage, type WatchedPage } from "./chromium.js";
import {
  badgeOf,
  cancelOpenSweep,
  eventually,
  openSweep,
  readMapWith,
  rowOf,
  seeBadge,
  seeFailedTrial,
  seeLinePlot,
} from "./dashboard-checks.js";
import { curve, detailOf, HOSTILE_TEXTS, hostileSweep, map, sample, workerOf } from "./example-sweeps.js";
import { ScriptedFarm } from "./scripted-farm.js";

const BUILD_LIMIT_MS = 60_000;

describe.skipIf(chromiumPath === undefined)("the dashboard", { timeout: 60_000 }, () => {
  let browser: Browser;
  let farm: ScriptedFarm;
  let watched: WatchedPage;
  let page: Page;
  const screenshots = mkdtempSync(join(tmpdir(), "spikefarm-screenshots-"));
  const shoot = (name: string, of: Page = page) => of.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });

  beforeAll(async () => {
    const build = spawnSync("npm", ["run", "build", "-w", "@spikefarm/dashboard"], { encoding: "utf8", timeout: BUILD_LIMIT_MS });
    expect(build.status, build.stdout + build.stderr).toBe(0);
    browser = await launchChromium();
    console.log(`screenshots: ${screenshots}`);
  }, BUILD_LIMIT_MS);
  afterAll(() => browser?.close());

  beforeEach(async () => {
    farm = await new ScriptedFarm().open();
    watched = await openPage(browser, farm.url);
    page = watched.page;
  });
  afterEach(async () => {
    expect(watched.misdeeds).toEqual([]);
    await page.context().close();
    await farm.drop();
  });

  test("an empty farm says what to do", async () => {
    await page.goto(farm.url);
    await page.getByText("spikefarm submit").waitFor();
    await shoot("empty");
    await page.goto(`${farm.url}/#/workers`);
    await page.getByText("spikefarm worker").waitFor();
    await page.goto(`${farm.url}/#/sweeps/s00000000000000`);
    await page.getByText("There is no such sweep").waitFor();
  });

  test("the list shows each sweep and follows it without a reload", async () => {
    farm.put(curve);
    farm.put(map);
    await page.goto(farm.url);
    await seeBadge(page, "live");
    await rowOf(page, "I-F curve").getByText("complete").waitFor();
    const row = rowOf(page, map.detail.name);
    expect(await row.textContent()).toContain("98.4 %");
    await page.evaluate("window.isSamePage = true");

    farm.change(map.detail.id, { trials: { ...map.detail.trials, ok: 570, pending: 5 }, trials_done: 571, eta_s: 3 });
    await eventually(
      () => row.textContent(),
      (text) => expect(text).toMatch(/99\.1 %.*3\.0 s/s),
    );
    farm.put({
      ...curve,
      detail: detailOf({ id: "s0mh3k2a1b00new", name: "newcomer", trials: { total: 10, ok: 0, failed: 0, skipped: 0, pending: 10 } }),
    });
    await rowOf(page, "newcomer").waitFor();
    expect(await page.evaluate("window.isSamePage")).toBe(true);
  });

  test("the badge says reconnecting when the coordinator is gone, and the page catches up when it is back", async () => {
    farm.put(map);
    await page.goto(farm.url);
    await seeBadge(page, "live");
    farm.change(map.detail.id, { eta_s: 11 });
    await rowOf(page, map.detail.name).getByText("11 s").waitFor();

    await farm.drop();
    await seeBadge(page, "reconnecting");
    await eventually(
      () => badgeOf(page).textContent(),
      (text) => expect(text).toContain("stale since"),
    );
    await shoot("reconnecting");
    farm.change(map.detail.id, { state: "complete", trials: { ...map.detail.trials, ok: 575, pending: 0 } });
    await farm.open();
    await seeBadge(page, "live");
    await rowOf(page, map.detail.name).getByText("complete").waitFor();
    expect(farm.resumedFrom).toEqual([undefined, "2"]);
  });

  test("one axis is a curve with the spread over repeats, in the units of the document", async () => {
    farm.put(curve);
    await openSweep(page, farm.url, curve.detail.id);
    await seeLinePlot(page, { hasSpread: true });
    const plot = page.getByRole("slider", { name: /f over v0/ });
    for (let press = 0; press < 20; press++) await plot.press("ArrowRight");
    // 1/(10 ms · ln(19/9)), ± 10 %
    expect(await page.locator("figcaption").textContent()).toBe("v0 = 19 mV: f = 133.83 Hz (120.447 … 147.213), 5 ok");
    await shoot("curve");
    await page.getByLabel("Output").selectOption("n");
    await page.getByRole("slider", { name: /n over v0/ }).waitFor();
    await seeLinePlot(page, { hasSpread: false });
  });

  test("two axes are a heat map from the least to the greatest value", async () => {
    farm.put(map);
    await openSweep(page, farm.url, map.detail.id);
    const least = await readMapWith(page, ["ArrowRight"]);
    expect(least.words).toBe("tau = 5 ms, v0 = 0 mV: f = 10 Hz");
    expect(least.color).toEqual([68, 1, 84, 255]);
    const greatest = await readMapWith(page, [...Array<string>(23).fill("ArrowRight"), ...Array<string>(23).fill("ArrowUp")]);
    expect(greatest.words).toBe("tau = 28 ms, v0 = 23 mV: f = 67.5 Hz");
    expect(greatest.color).toEqual([253, 231, 37, 255]);
    await shoot("map");
  });

  test("points that fill no grid are dots", async () => {
    farm.put(sample);
    await openSweep(page, farm.url, sample.detail.id);
    expect((await readMapWith(page, ["ArrowRight"])).words).toMatch(/^tau = 5 ms, v0 = 11 mV: f = /);
    await shoot("sample");
  });

  test("the plot follows the sweep", async () => {
    const pending = detailOf({ id: "s0mh3k2a1follow", trials: { total: 100, ok: 0, failed: 0, skipped: 0, pending: 100 } });
    const noPoints = {
      ...curve.aggregates.f!,
      points: curve.aggregates.f!.points.map((point) => ({ ...point, mean: null, low: null, high: null, n_ok: 0 })),
    };
    farm.put({ detail: pending, aggregates: { f: noPoints }, failures: [] });
    await openSweep(page, farm.url, pending.id);
    await page.getByText("No result yet").waitFor();
    farm.put({ detail: { ...curve.detail, id: pending.id }, aggregates: curve.aggregates, failures: curve.failures });
    await seeLinePlot(page, { hasSpread: true });
    await seeFailedTrial(page, ["TRIAL_NOT_FINITE"]);
  });

  test("failed trials stand with their place, parameters and error", async () => {
    farm.put(curve);
    await openSweep(page, farm.url, curve.detail.id);
    await seeFailedTrial(page, ["TRIAL_NOT_FINITE", "7 mV", "G.v is NaN at t = 12.3 ms; take a smaller dt."]);
    await seeFailedTrial(page, ["TRIAL_TIMED_OUT", "15 mV", "timed out"]);
    expect(await page.getByRole("region", { name: "Document" }).textContent()).toContain("threshold: v > 10*mV");
    expect(await page.getByRole("region", { name: "Plan" }).textContent()).toContain("10,000");
  });

  test("Cancel asks, and posts once", async () => {
    farm.put(map);
    await openSweep(page, farm.url, map.detail.id);
    await page.getByRole("button", { name: "Cancel", exact: true }).click();
    await shoot("cancel");
    await page.keyboard.press("Escape");
    await cancelOpenSweep(page);
    expect(farm.calls.filter((call) => call.startsWith("POST"))).toEqual([`POST /sweeps/${map.detail.id}/cancel`]);
    expect(await page.getByRole("button", { name: "Cancel", exact: true }).count()).toBe(0);
  });

  test("workers stand with their load", async () => {
    farm.putWorkers([
      workerOf({ id: "w1", modules: [{ name: "find-rate", hash: "ab12" }] }),
      workerOf({
        id: "w2",
        machine: "lab-2",
        state: "refused",
        reason: "numerics 2, the farm has 1: install the same version",
        tasks_running: 0,
        cpu_load: 0,
      }),
    ]);
    await page.goto(`${farm.url}/#/workers`);
    await page.getByText("6.8 of 8 cores").waitFor();
    await page.getByText("numerics 2, the farm has 1").waitFor();
    farm.putWorkers([workerOf({ id: "w1", cpu_load: 1.25 }), workerOf({ id: "w3", machine: "lab-3", state: "lost" })]);
    await page.getByText("1.3 of 8 cores").waitFor();
    await shoot("workers");
  });

  test("hostile texts stay texts", async () => {
    farm.put(hostileSweep);
    farm.putWorkers([
      workerOf({
        id: HOSTILE_TEXTS[0]!,
        machine: HOSTILE_TEXTS[1]!,
        reason: HOSTILE_TEXTS[2]!,
        modules: [{ name: HOSTILE_TEXTS[0]!, hash: "x" }],
      }),
    ]);
    for (const path of ["", "#/workers", `#/sweeps/${hostileSweep.detail.id}`]) {
      await page.goto(`${farm.url}/${path}`);
      await page.getByText(HOSTILE_TEXTS[0]!).first().waitFor();
    }
    await page.locator(".heat-map canvas").waitFor();
    await seeFailedTrial(page, HOSTILE_TEXTS);
    await shoot("hostile");
    expect(await page.evaluate("window.wasRun")).toBeUndefined();
    expect(await page.locator("img[src=x], #app script, #app style, #app svg").count()).toBe(0);
  });

  test("a table is downloaded under the sweep's name", async () => {
    farm.put(curve);
    await openSweep(page, farm.url, curve.detail.id);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download the table as CSV" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`I-F-curve-${curve.detail.id}.csv`);
  });

  test("a farm with a token asks for it, and everything works with it", async () => {
    const closed = await new ScriptedFarm({ token: "open sesame" }).open();
    const visit = await openPage(browser, closed.url);
    try {
      closed.put(map);
      await visit.page.goto(closed.url);
      await visit.page.getByLabel("Token").fill("wrong");
      await visit.page.getByRole("button", { name: "Open the farm" }).click();
      await visit.page.getByText("The token was not accepted").waitFor();
      await shoot("token", visit.page);
      await visit.page.getByLabel("Token").fill("open sesame");
      await visit.page.keyboard.press("Enter");
      await rowOf(visit.page, map.detail.name).waitFor();
      await seeBadge(visit.page, "live");
      await openSweep(visit.page, closed.url, map.detail.id);
      const save = visit.page.getByRole("button", { name: "Download the table as CSV" });
      const [download] = await Promise.all([visit.page.waitForEvent("download"), save.click()]);
      expect(download.suggestedFilename()).toMatch(/^Rate-over-drive.*\.csv$/);
      await cancelOpenSweep(visit.page);
      expect(visit.misdeeds).toEqual([]);
    } finally {
      await visit.page.context().close();
      await closed.drop();
    }
  });

  test("it is legible in the dark and on a phone", async () => {
    farm.put(curve);
    farm.put(map);
    const dark = await openPage(browser, farm.url, { colorScheme: "dark" });
    await openSweep(dark.page, farm.url, map.detail.id);
    await readMapWith(dark.page, ["ArrowRight", "ArrowUp"]);
    await shoot("dark-map", dark.page);
    await openSweep(dark.page, farm.url, curve.detail.id);
    await seeLinePlot(dark.page, { hasSpread: true });
    await shoot("dark-curve", dark.page);
    await dark.page.setViewportSize({ width: 400, height: 800 });
    await seeLinePlot(dark.page, { hasSpread: true });
    await shoot("phone", dark.page);
    expect(
      await dark.page.evaluate("document.documentElement.scrollWidth - innerWidth"),
      "nothing sticks out at the side",
    ).toBeLessThanOrEqual(0);
    await dark.page.context().close();
    await page.goto(farm.url);
    await rowOf(page, "I-F curve").waitFor();
    await shoot("list");
  });
});
