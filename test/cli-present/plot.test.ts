import { renderHeatMap, renderPlot } from "@spikefarm/cli/present";
import { describe, expect, test } from "vitest";

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const series = (name: string, unit: string, values: readonly number[]) => ({ name, unit, values });

describe("a line plot", () => {
  const RATES = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 41, 55, 68, 79, 90, 101, 112, 121, 133];

  test("draws a curve between axes with round ticks, units and names", () => {
    const plot = renderPlot({ x: series("v0", "mV", range(20)), y: series("f", "Hz", RATES) }, { width: 60, height: 12 });
    expect(`\n${plot}\n`).toBe(`
f [Hz]
150 ┤
    │                                                     ⡠⠔
    │                                                 ⢀⡠⠔⠉
    │                                              ⡠⠔⠊⠁
100 ┤                                          ⢀⡠⠔⠉
    │                                       ⢀⠔⠊⠁
    │                                    ⢀⡠⠊⠁
 50 ┤                                 ⢀⡠⠒⠁
    │                               ⢠⠒⠁
    │                              ⢠⠃
    │                             ⢠⠃
  0 ┤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣠⠃
    └┬─────────────┬─────────────┬──────────────┬───────────
     0             5             10             15
                             v0 [mV]
`);
  });

  test("does not depend on the order of its points", () => {
    const forwards = { x: series("v0", "mV", range(20)), y: series("f", "Hz", RATES) };
    const backwards = { x: series("v0", "mV", range(20).reverse()), y: series("f", "Hz", RATES.toReversed()) };
    expect(renderPlot(backwards, { width: 50, height: 8 })).toBe(renderPlot(forwards, { width: 50, height: 8 }));
  });

  test("fits its width", () => {
    for (const width of [30, 47, 80, 200]) {
      const plot = renderPlot({ x: series("v0", "mV", range(20)), y: series("f", "Hz", RATES) }, { width, height: 6 });
      expect(Math.max(...plot.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
    }
  });

  test("breaks at values that are not finite and counts them", () => {
    const plot = renderPlot({ x: series("k", "", [1, 2, 3, 4]), y: series("n", "", [1, Number.NaN, 2, 3]) }, { width: 40, height: 6 });
    expect(plot).toContain("1 of 4 points are not finite");
  });

  test("says when nothing is finite", () => {
    expect(renderPlot({ x: series("k", "", [1]), y: series("n", "", [Number.NaN]) }, { width: 40, height: 6 })).toBe(
      "n: no finite values to plot",
    );
  });

  test("shows a single point and a flat curve", () => {
    for (const values of [[7], [7, 7, 7]]) {
      const plot = renderPlot({ x: series("k", "", range(values.length)), y: series("n", "", values) }, { width: 40, height: 5 });
      expect(plot).toMatch(/[\u2801-\u28ff]/);
    }
  });

  test("takes a logarithmic axis for values spaced so", () => {
    const values = [0.001, 0.01, 0.1, 1, 10];
    const plot = renderPlot({ x: series("tau", "second", values), y: series("n", "", range(5)) }, { width: 60, height: 5 });
    const labels = plot.split("\n").at(-2)?.trim().split(/\s+/);
    expect(labels).toEqual(["1e-3", "1e-2", "1e-1", "1", "10"]);
  });

  test("draws bars for the spread and names them", () => {
    const curve = {
      x: series("k", "", range(5)),
      y: series("n", "", [1, 2, 3, 4, 5]),
      spread: { low: [0, 1, 2, 3, 4], high: [2, 3, 4, 5, 6] },
    };
    const plot = renderPlot(curve, { width: 40, height: 8 });
    expect(plot).toContain("bars: from the least to the greatest repeat");
    expect(plot).toContain("⢸");
  });

  test("takes a hundred thousand points", () => {
    const plot = renderPlot({ x: series("k", "", range(100_000)), y: series("n", "", range(100_000)) }, { width: 60, height: 8 });
    expect(plot.split("\n")).toHaveLength(12);
  });
});

describe("a heat map", () => {
  const product = (xs: readonly number[], ys: readonly number[]) => ys.map((y) => xs.map((x) => x * y));

  test("shades each cell, upwards, with a legend", () => {
    const values = product(range(5), range(3));
    values[1]![2] = Number.NaN;
    const map = renderHeatMap(
      { x: series("v0", "mV", range(5)), y: series("tau", "ms", range(3)), z: { name: "f", unit: "Hz", values } },
      { width: 60, height: 10 },
    );
    expect(`\n${map}\n`).toBe(`
f [Hz]
tau [ms]
2 │····░░░░▒▒▒▒▓▓▓▓████
1 │········××××░░░░▒▒▒▒
0 │····················
  └─┬───────┬───────┬──
    0       2       4
   v0 [mV]
· 0 … 1.6   ░ … 3.2   ▒ … 4.8   ▓ … 6.4   █ … 8   × not finite
`);
  });

  test("has one shade where every value is the same", () => {
    const map = renderHeatMap(
      {
        x: series("a", "", range(2)),
        y: series("b", "", range(2)),
        z: {
          name: "n",
          unit: "",
          values: [
            [3, 3],
            [3, 3],
          ],
        },
      },
      { width: 40, height: 10 },
    );
    expect(map).toContain("█ 3");
    expect(map).not.toContain("░");
  });

  test("averages what does not fit", () => {
    const [xs, ys] = [range(400), range(90)];
    const map = renderHeatMap(
      { x: series("a", "", xs), y: series("b", "", ys), z: { name: "n", unit: "", values: product(xs, ys) } },
      { width: 60, height: 20 },
    );
    const rows = map.split("\n").filter((line) => line.includes("│"));
    expect(rows).toHaveLength(18);
    expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(60);
    expect(map).toContain("each character is the mean of up to 40 points");
  });
});
