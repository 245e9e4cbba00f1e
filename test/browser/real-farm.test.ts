// The dashboard in a real Chromium, against the real coordinator with a real store and real threads behind it.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HttpFarm, NEURON, overPoints } from "../coordinator/http-farm.js";
import { buildDashboard } from "./build-dashboard.js";
import { chromiumPath, launchChromium, openPage } from "./chromium.js";
import { cancelOpenSweep, openSweep, readMapWith, rowOf, seeBadge, seeFailedTrial, seeLinePlot } from "./dashboard-checks.js";

const PICKY_MODULE = `
export const parameters = { x: { default: 0 } };
export const outputs = { y: {} };
export function run({ x }) {
  if (x === 3) throw new Error("three is <b>not</b> welcome");
  return { y: x * x };
}
`;

describe.skipIf(chromiumPath === undefined)("the dashboard of a real farm", { timeout: 60_000 }, () => {
  let browser: Browser;
  let farm: HttpFarm;
  let dashboard: ReturnType<typeof buildDashboard>;
  let modules: string;
  beforeAll(async () => {
    dashboard = buildDashboard();
    modules = await mkdtemp(join(tmpdir(), "spikefarm-modules-"));
    await writeFile(join(modules, "picky.js"), PICKY_MODULE);
    farm = await HttpFarm.open({ dashboardDirectory: dashboard.folder, modules });
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await farm?.[Symbol.asyncDispose]();
    dashboard?.remove();
    if (modules !== undefined) await rm(modules, { recursive: true, force: true });
  });

  test("a sweep appears while the page is open, and its curve is the neuron's", async () => {
    const { page, misdeeds } = await openPage(browser, farm.url);
    await page.goto(farm.url);
    await seeBadge(page, "live");
    const { id } = await farm.start(NEURON);
    await rowOf(page, NEURON.name).getByText("complete").waitFor();
    await rowOf(page, NEURON.name).getByRole("link").click();
    await openSweep(page, farm.url, id);
    await seeLinePlot(page, { hasSpread: false });
    const plot = page.getByRole("slider");
    for (let press = 0; press < 20; press++) await plot.press("ArrowRight");
    // A spike each 10 ms · ln(19/9) = 7.47 ms, which is 75 steps: 13 in 100 ms.
    expect(await page.locator("figcaption").textContent()).toBe("v0 = 19 mV: n = 13");
    expect(misdeeds).toEqual([]);
    await page.context().close();
  });

  test("two axes are a map, and a trial that throws stands with its error", async () => {
    const grid = await farm.run({
      ...NEURON,
      name: "grid",
      sweep: { space: { v0: ["0*mV", "5*mV", "19*mV"], a: [1, 2] } },
      model: withScale(),
    });
    const picky = await farm.run({ name: "picky", module: "picky", sweep: { space: { x: [1, 2, 3, 4] } } });
    const { page, misdeeds } = await openPage(browser, farm.url);
    await openSweep(page, farm.url, grid.id);
    expect((await readMapWith(page, ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowUp", "ArrowUp"])).words).toBe(
      "a = 2, v0 = 19 mV: n = 26",
    );
    await openSweep(page, farm.url, picky.id);
    await seeFailedTrial(page, ["three is <b>not</b> welcome", "3"]);
    expect(misdeeds).toEqual([]);
    await page.context().close();
  });

  test("Cancel cancels", async () => {
    const slow = { ...NEURON.model, duration: "100*second" };
    const { id } = await farm.start({ ...(overPoints(100_000) as object), name: "long", model: slow });
    const { page, misdeeds } = await openPage(browser, farm.url);
    await openSweep(page, farm.url, id);
    await cancelOpenSweep(page);
    expect((await farm.show(id)).state).toBe("cancelled");
    expect(misdeeds).toEqual([]);
    await page.context().close();
  });
});

/** The neuron with a second parameter: its count times a. */
const withScale = () => ({ ...NEURON.model, parameters: { ...NEURON.model.parameters, a: 1 }, outputs: { n: "a*count(G)" } });
