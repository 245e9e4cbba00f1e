// Pictures and single trials as a user gets them: by the real command, from a data directory and from a running farm.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { elementsOf, textsOf } from "../cli-picture/well-formed.js";
import { type Finished, runJson, spikefarm, startFarm, temporaryDirectory, writeDocument } from "./spikefarm.js";

/** Two elements whose spikes are counted only, with noise, so that seed and repeat matter. */
const NOISY = `
name: noisy pair
model:
  parameters: { drive: 12*mV, tau: 10*ms }
  groups:
    G:
      size: 2
      equations: "dv/dt = (drive - v)/tau + 3*mV*xi*tau**-0.5 : volt"
      threshold: "v > 10*mV"
      reset: "v = 0*mV"
  duration: 100*ms
  outputs: { n: count(G), each: counts(G), times: spikes(G), v: { value: "trace(G.v, every=10)", unit: mV } }
sweep:
  space: { drive: { linspace: [10*mV, 16*mV, 4] } }
  repeats: 2
  seed: 7
`;
const KEPT = `
model:
  parameters: { drive: 12*mV }
  groups: { G: { equations: "dv/dt = (drive - v)/(10*ms) : volt", threshold: "v > 10*mV", reset: "v = 0*mV" } }
  duration: 100*ms
  outputs: { times: spikes(G), v: "trace(G.v)" }
sweep: { space: { drive: [12*mV, 15*mV] } }
`;

async function ran(text: string): Promise<{ readonly directory: string; readonly data: string }> {
  const directory = temporaryDirectory();
  const data = `${directory}/data`;
  expect(await runJson(writeDocument(directory, text), data)).toMatchObject({ state: "complete" });
  return { directory, data };
}

function succeeded({ code, stdout, stderr }: Finished): string {
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return stdout;
}

const read = (file: string): string => readFileSync(file, "utf8");

describe("spikefarm show ID POINT", () => {
  test("prints the trial's row, arrays by their shape, beginning and range", async () => {
    const { data } = await ran(NOISY);
    const shown = succeeded(await spikefarm("show", "last", "2", "1", "--data", data));
    expect(shown).toContain("point 2, repeat 1 · ok");
    expect(shown).toMatch(/drive {2}14 mV/);
    expect(shown).toMatch(/each {3}2 elements: \d+, \d+/);
    expect(shown).toMatch(/times {2}\d+ spikes: [\d.]+, .* … [\d.]+ second/);
    expect(shown).toMatch(/v {6}2 elements × 100 samples, .* … .* mV/);
    const json = JSON.parse(succeeded(await spikefarm("show", "last", "2", "1", "--data", data, "--json")));
    expect(json).toMatchObject({ point: 2, repeat: 1, status: "ok", error: null, values: { drive: 0.014 } });
    expect(json.columns.at(-1)).toMatchObject({ name: "v", unit: "volt", shape: [2, 100], dimensions: ["element", "sample"] });
    expect(json.values.v.length).toBe(200);
  }, 120_000);

  test("draws the trial, simulated again to the bit where not all was kept, and says so", async () => {
    const { directory, data } = await ran(NOISY);
    const file = `${directory}/trial.svg`;
    const said = succeeded(await spikefarm("show", "last", "2", "1", "--plot", file, "--data", data));
    expect(said).toContain("simulated again with recordings added (seed 7, repeat 1); its outputs are the stored ones to the bit");
    const texts = textsOf(read(file));
    expect(texts).toEqual(expect.arrayContaining(["noisy pair · point 2, repeat 1", "drive = 14 mV", "spikes of G", "v [mV]", "t [ms]"]));
    expect(texts.join()).toContain("simulated again");
    // As many marks as the row counts spikes (no two of a hundred milliseconds share half a pixel).
    const { values } = JSON.parse(succeeded(await spikefarm("show", "last", "2", "1", "--data", data, "--json")));
    const [marks] = elementsOf(read(file)).filter(({ attributes }) => attributes["stroke-width"] === "1.2");
    expect(marks!.attributes.d!.match(/M/g)?.length).toBe(values.n);

    const again = `${directory}/again.svg`;
    await spikefarm("show", "last", "2", "1", "--plot", again, "--data", data);
    expect(read(again)).toBe(read(file));
    await spikefarm("show", "last", "2", "0", "--plot", again, "--data", data);
    expect(read(again)).not.toBe(read(file));
  }, 120_000);

  test("draws from the row what the row holds", async () => {
    const { directory, data } = await ran(KEPT);
    const file = `${directory}/trial.svg`;
    expect(succeeded(await spikefarm("show", "last", "1", "--plot", file, "--data", data))).toContain("drawn from the trial's row");
    expect(textsOf(read(file))).toEqual(expect.arrayContaining(["spikes of G", "G.v", "drive = 15 mV"]));
    const part = `${directory}/part.svg`;
    succeeded(await spikefarm("show", "last", "1", "--plot", part, "--from", "20*ms", "--to", "40*ms", "--data", data));
    const labels = textsOf(read(part));
    expect(labels).toEqual(expect.arrayContaining(["20", "40"]));
    expect(labels).not.toContain("60");
  }, 120_000);

  test("does the same of a running farm's sweep, by its document alone", async () => {
    const { directory, data } = await ran(NOISY);
    const { url } = await startFarm(`${directory}/farm`);
    succeeded(await spikefarm("submit", writeDocument(directory, NOISY), "--url", url));
    succeeded(await spikefarm("watch", "last", "--url", url));
    const [here, there] = [`${directory}/here.svg`, `${directory}/there.svg`];
    await spikefarm("show", "last", "3", "1", "--plot", here, "--data", data);
    expect(succeeded(await spikefarm("show", "last", "3", "1", "--plot", there, "--url", url))).toContain("simulated again");
    // But for the verdict on the stored row, which is not fetched.
    const withoutNote = (svg: string): string => svg.replace(/<text[^>]*>simulated again[^<]*<\/text>/, "");
    expect(withoutNote(read(there))).toBe(withoutNote(read(here)));
    const json = (...where: readonly string[]) => spikefarm("show", "last", "3", "1", "--json", ...where).then(succeeded);
    expect(await json("--url", url)).toBe(await json("--data", data));
    const plots = [`${directory}/a.svg`, `${directory}/b.svg`] as const;
    succeeded(await spikefarm("results", "last", "--plot", plots[0], "--url", url));
    succeeded(await spikefarm("results", "last", "--plot", plots[1], "--data", data));
    expect(read(plots[0])).toBe(read(plots[1]));
  }, 180_000);

  test("says what there is where the trial, the file or the times are not", async () => {
    const { directory, data } = await ran(KEPT);
    const refused = async (...args: readonly string[]): Promise<string> => {
      const { code, stderr } = await spikefarm("show", "last", ...args, "--data", data);
      expect(code).not.toBe(0);
      expect(stderr).not.toContain("bug of ours");
      return stderr;
    };
    expect(await refused("2")).toContain("points 0 to 1, repeats 0 to 0");
    expect(await refused("1", "3")).toContain("no point 1, repeat 3");
    expect(await refused("one")).toContain("a whole number");
    expect(await refused("1", "--plot", `${directory}/trial.png`)).toContain("ends in .svg");
    expect(await refused("1", "--plot", `${directory}/nowhere/trial.svg`)).toContain("CLI_FILE_UNWRITABLE");
    expect(await refused("1", "--plot", `${directory}/trial.svg`, "--from", "10*mV")).toContain("a time such as 100*ms");
    expect(await refused("1", "--plot", `${directory}/trial.svg`, "--from", "2*second")).toContain("leave nothing to see");
    expect(await refused("--plot", `${directory}/trial.svg`)).toContain("naming its point, as in `spikefarm show last 0 --plot");
    expect(await refused("--from", "1*ms")).toContain("--plot FILE");
    expect(await refused("1", "--to", "1*ms")).toContain("--plot FILE");
  }, 120_000);
});

describe("spikefarm results ID --plot", () => {
  test("draws a curve over one axis, with the spread of the repeats", async () => {
    const { directory, data } = await ran(NOISY);
    const file = `${directory}/sweep.svg`;
    expect(succeeded(await spikefarm("results", "last", "--plot", file, "--data", data))).toContain("n, 4 points");
    const drawn = elementsOf(read(file));
    expect(drawn.filter(({ name }) => name === "circle").length).toBe(4);
    expect(drawn.some(({ attributes }) => attributes["fill-opacity"] !== undefined)).toBe(true);
    expect(textsOf(read(file))).toEqual(
      expect.arrayContaining(["noisy pair", "drive [mV]", "n", "band: from the least to the greatest repeat"]),
    );
  }, 120_000);

  test("draws a map over two axes, and the output it is asked for", async () => {
    const outputs = "outputs: { n: count(G), f: rate(G), cv: isi_cv(G) }";
    const space = "space: { drive: { linspace: [10*mV, 16*mV, 8] }, tau: { logspace: [5*ms, 50*ms, 8] } }";
    const text = NOISY.replace(/outputs:.*/, outputs).replace(/space:.*/, space);
    const { directory, data } = await ran(text);
    const file = `${directory}/map.svg`;
    succeeded(await spikefarm("results", "last", "--plot", file, "--output", "f", "--data", data));
    const cells = elementsOf(read(file)).filter(({ attributes }) => attributes["shape-rendering"] === "crispEdges");
    expect(cells.length).toBeGreaterThan(64);
    expect(textsOf(read(file))).toEqual(expect.arrayContaining(["drive [mV]", "tau [ms]", "f [Hz]"]));
    const { code, stderr } = await spikefarm("results", "last", "--plot", file, "--output", "g", "--data", data);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining("give --output n or f or cv") });
  }, 120_000);

  test("of a single point leads to its trial, and of arrays alone to one trial's picture", async () => {
    const { directory, data } = await ran(KEPT);
    const { stderr } = await spikefarm("results", "last", "--plot", `${directory}/x.svg`, "--data", data);
    expect(stderr).toContain("spikefarm show ID POINT --plot FILE.svg");
    const one = await ran(NOISY.replace(/ {2}space:.*\n/, ""));
    expect((await spikefarm("results", "last", "--plot", `${one.directory}/x.svg`, "--data", one.data)).stderr).toContain(
      "show ID 0 --plot",
    );
  }, 120_000);
});
