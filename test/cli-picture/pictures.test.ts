// The drawing code by itself: what is in a picture, and where.

import {
  drawCurves,
  drawHeatMap,
  drawTrial,
  linePath,
  PICTURE_SIZE,
  type RasterPanel,
  type TracePanel,
  type TrialPicture,
} from "@spikefarm/cli/picture";
import { describe, expect, test } from "vitest";
import { randomFrom } from "../support/random.js";
import { elementsOf, textsOf } from "./well-formed.js";

const line = (label: string, values: readonly number[]) => ({ label, firstSeconds: 0, everySeconds: 0.001, values });
const traces = (changes: Partial<TracePanel> = {}): TracePanel => ({
  ...{ kind: "traces", title: "G.v", name: "v", unit: "volt", of: "elements" },
  lines: [line("element 0", [-0.07, 0.03, -0.05, -0.06, -0.07])],
  ...changes,
});
const raster = (changes: Partial<RasterPanel> = {}): RasterPanel => ({
  ...{ kind: "raster", title: "spikes of G", size: 2, times: [0.001, 0.002, 0.003], elements: [0, 1, 0] },
  ...changes,
});
const picture = (changes: Partial<TrialPicture> = {}): TrialPicture => ({
  ...{ title: "T", subtitle: "k = 1", fromSeconds: 0, toSeconds: 0.004, panels: [raster(), traces()], notes: ["a note"] },
  ...changes,
});
const draw = (changes: Partial<TrialPicture> = {}): string => drawTrial(picture(changes), PICTURE_SIZE);

/** The points of a path, in pixels. */
const pointsOf = (path: string): number[][] => [...path.matchAll(/[ML]([\d.-]+) ([\d.-]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);

describe("a trial's picture", () => {
  test("is 800 × 500 on white, says what it shows, and has units on both axes", () => {
    const [svg, , background] = elementsOf(draw());
    expect(svg!.attributes).toMatchObject({ width: "800", height: "500", viewBox: "0 0 800 500", role: "img" });
    expect(background!.attributes).toMatchObject({ width: "800", height: "500", fill: "#ffffff" });
    const texts = textsOf(draw());
    expect(texts).toEqual(expect.arrayContaining(["T", "k = 1", "spikes of G", "G.v", "v [mV]", "t [ms]", "element", "a note"]));
    expect(texts).toEqual(expect.arrayContaining(["0", "1", "2", "3", "4", "-70", "-10", "30"]));
  });

  test("has a unit that makes its numbers handy, or the document's", () => {
    const titles = (panel: Partial<TracePanel>) => textsOf(draw({ panels: [traces(panel)] })).filter((text) => text.includes("["));
    const amps = (largest: number) => titles({ unit: "amp", lines: [line("", [0, largest])], name: "I" });
    expect(amps(2e-9)).toContain("I [nA]");
    expect(amps(2e-3)).toContain("I [mA]");
    expect(titles({ display: "volt" })).toContain("v [volt]");
    expect(titles({ unit: "hertz" })).toContain("v [Hz]");
    expect(titles({ unit: "metre**2*kilogram*second**-3*amp**-1" })).toContain("v [metre**2*kilogram*second**-3*amp**-1]");
    expect(titles({ unit: "" })).toEqual(["t [ms]"]);
  });

  test("writes any name as text", () => {
    const title = `<b>&"'\u0007 %d \u{1f9e0}`;
    expect(textsOf(draw({ title }))).toContain(title.replace("\u0007", "\ufffd"));
  });

  test("has a tick a spike, at its time and its element", () => {
    const [marks] = elementsOf(draw()).filter(({ name, attributes }) => name === "path" && attributes["stroke-width"] === "1.2");
    const points = [...marks!.attributes.d!.matchAll(/M([\d.]+) ([\d.]+)v/g)].map(([, x, y]) => [Number(x), Number(y)]);
    expect(points.length).toBe(3);
    const [first, second, third] = points as [number[], number[], number[]];
    expect(second[0]! - first[0]!).toBeCloseTo(third[0]! - second[0]!, 0);
    expect(first[1]).toBe(third[1]);
    expect(second[1]).toBeLessThan(first[1]!);
  });

  test("draws spikes that fall on one spot once, so that a million fit into a file", () => {
    const times = Array.from({ length: 100_000 }, (_, index) => (index % 1000) * 4e-6);
    const svg = draw({ panels: [raster({ times, elements: times.map(() => 0) })] });
    expect(svg.length).toBeLessThan(60_000);
  });

  test("puts the traces of many elements in rows of their own, all of one scale", () => {
    const lines = [0, 1, 2, 3].map((element) => line(`element ${element}`, [element, element + 1]));
    const texts = textsOf(draw({ panels: [traces({ lines, unit: "" })] }));
    expect(texts).toContain("each row: 0 to 4");
    expect(textsOf(draw({ panels: [traces({ lines: lines.slice(0, 3), unit: "" })] }))).toContain("element 2");
  });

  test("keeps to the part of the run that is asked for", () => {
    const svg = draw({ fromSeconds: 0.001, toSeconds: 0.003, panels: [traces(), raster({ times: [0, 0.002], elements: [0, 0] })] });
    const [trace] = elementsOf(svg).filter(({ attributes }) => attributes["stroke-width"] === "1.4");
    expect(pointsOf(trace!.attributes.d!).length).toBe(3);
    const [marks] = elementsOf(svg).filter(({ attributes }) => attributes["stroke-width"] === "1.2");
    expect(marks!.attributes.d!.match(/M/g)?.length).toBe(1);
  });

  test("of nothing finite, or of silence, is an empty frame", () => {
    expect(textsOf(draw({ panels: [traces({ lines: [line("", [Number.NaN, Number.POSITIVE_INFINITY])] })] }))).toContain("G.v");
    expect(textsOf(draw({ panels: [raster({ times: [], elements: [] })] }))).toContain("spikes of G");
  });
});

describe("a line of many samples", () => {
  test("keeps the first, lowest, highest and last of each column of pixels, and no more (seed 7)", () => {
    const random = randomFrom(7);
    const values = Array.from({ length: 20_000 }, () => Math.round(random() * 40_000) / 100);
    const path = linePath({ count: values.length, x: (index) => index / 100, y: (index) => values[index]! });
    const points = pointsOf(path);
    expect(points.length).toBeLessThanOrEqual(4 * 200);
    for (let column = 0; column < 200; column++) {
      const all = values.slice(column * 100, (column + 1) * 100);
      const kept = points.filter(([x]) => Math.floor(x!) === column).map(([, y]) => y!);
      expect(Math.min(...kept)).toBe(Math.min(...all));
      expect(Math.max(...kept)).toBe(Math.max(...all));
      expect([kept[0], kept.at(-1)]).toEqual([all[0], all.at(-1)]);
    }
    const xs = points.map(([x]) => x!);
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
  });
  test("breaks where a value is not finite", () => {
    const values = [1, 2, Number.NaN, 4, 5];
    expect(linePath({ count: 5, x: (index) => index, y: (index) => values[index]! })).toBe("M0 1L1 2M3 4L4 5");
    expect(linePath({ count: 0, x: () => 0, y: () => 0 })).toBe("");
  });
});

describe("a sweep's picture", () => {
  const x = { name: "v0", label: "mV" };
  const y = { name: "f", label: "Hz" };
  const point = (at: number, mean: number, spread = 0) => ({ x: at, mean, low: mean - spread, high: mean + spread });

  test("over one axis is a curve with a dot a point, and a band where the repeats differ", () => {
    const curves = [{ label: "", points: [point(0, 0), point(1, 10, 2), point(2, 30, 4)] }];
    const drawn = elementsOf(drawCurves({ title: "T", x, y, curves, notes: [] }, PICTURE_SIZE));
    expect(drawn.filter(({ name }) => name === "circle").length).toBe(3);
    const [band] = drawn.filter(({ attributes }) => attributes["fill-opacity"] !== undefined);
    expect(pointsOf(band!.attributes.d!).length).toBe(6);
    expect(drawn.map(({ text }) => text)).toEqual(expect.arrayContaining(["v0 [mV]", "f [Hz]", "T"]));
  });

  test("has a legend for several curves, and breaks where a mean is not finite", () => {
    const curves = ["a = 1", "a = 2"].map((label) => ({ label, points: [point(0, 1), point(1, Number.NaN), point(2, 3)] }));
    const drawn = elementsOf(drawCurves({ title: "T", x, y, curves, notes: [] }, PICTURE_SIZE));
    expect(drawn.map(({ text }) => text)).toEqual(expect.arrayContaining(["a = 1", "a = 2"]));
    expect(drawn.filter(({ name }) => name === "circle").length).toBe(4);
  });

  test("over two axes is a map of cells whose bar says what the colours mean", () => {
    const cells = [
      [0, 1, 2],
      [3, Number.NaN, 5],
    ];
    const map = { title: "T", x: { ...x, values: [1, 2, 3] }, y: { name: "tau", label: "ms", values: [10, 20] }, z: y, cells, notes: [] };
    const drawn = elementsOf(drawHeatMap(map, PICTURE_SIZE));
    const fills = drawn.filter(({ attributes }) => attributes["shape-rendering"] === "crispEdges").map(({ attributes }) => attributes.fill);
    expect(fills.slice(0, 6)).toEqual(["#440154", expect.any(String), expect.any(String), expect.any(String), "#ececec", "#fde725"]);
    expect(drawn.map(({ text }) => text)).toEqual(expect.arrayContaining(["f [Hz]", "tau [ms]", "v0 [mV]", "10", "20", "0", "5"]));
  });
});
