// Which plot an aggregate becomes.

import type { Aggregate, Column } from "@spikefarm/protocol";
import { describe, expect, test } from "vitest";
import { axisTicks } from "../../services/dashboard/src/plots/axis-ticks.js";
import { firstView, plotOf } from "../../services/dashboard/src/plots/plot-of.js";

const OUTPUT: Column = { name: "f", kind: "f64", unit: "hertz", shape: [] };
const number = (name: string): Column => ({ name, kind: "f64", unit: "volt", shape: [], display: "mV" });
const text = (name: string): Column => ({ name, kind: "text", unit: "", shape: [] });

function aggregateOf(parameters: readonly Column[], places: readonly (readonly (number | string)[])[]): Aggregate {
  const points = places.map((at, point) => ({ point, at, mean: point, low: point, high: point, n_ok: 1, n_failed: 0, n_pending: 0 }));
  return { output: OUTPUT, parameters, total_points: points.length, points };
}
const draw = (aggregate: Aggregate) => plotOf(aggregate, firstView(aggregate));
const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const grid = (columns: number, rows: number) => range(columns).flatMap((x) => range(rows).map((y) => [x / 1000, y / 1000]));

describe("an aggregate becomes", () => {
  test.each([
    ["a line over one axis", [number("a")], range(5).map((x) => [x / 1000]), "line"],
    ["a line over texts", [text("a")], [["ring"], ["random"]], "line"],
    ["a map over a grid", [number("a"), number("b")], grid(4, 3), "map"],
    ["a map where a few points are missing", [number("a"), number("b")], grid(4, 3).slice(3), "map"],
    ["a line over two that rise together", [number("a"), number("b")], range(6).map((x) => [x / 1000, x / 500]), "line"],
    ["dots over a sample", [number("a"), number("b")], range(30).map((x) => [x / 1000, ((x * 7) % 30) / 1000]), "dots"],
  ] as const)("%s", (_, parameters, places, kind) => expect(draw(aggregateOf(parameters, places))?.kind).toBe(kind));

  test("nothing where no parameter is swept", () => expect(draw(aggregateOf([], [[]]))).toBeUndefined());
});

test("points stand in ascending order, in the units that are shown", () => {
  const plot = draw(aggregateOf([number("a")], [[0.003], [0.001], [0.002]]))!;
  expect(plot.x).toMatchObject({ title: "a [mV]", values: [1, 2, 3], labels: ["1", "2", "3"], isGeometric: false });
  expect(plot.points.map(({ mean }) => mean)).toEqual([1, 2, 0]);
  expect(plot.points[0]!.place).toBe("a = 1 mV");
});

test("an axis of equal ratios is geometric", () => {
  expect(draw(aggregateOf([number("a")], [[0.001], [0.01], [0.1], [1]]))!.x.isGeometric).toBe(true);
});

test("of three parameters the two longest are drawn and the third is held", () => {
  const places = range(2).flatMap((a) => range(3).flatMap((b) => range(4).map((c) => [a / 1000, b / 1000, c / 1000])));
  const aggregate = aggregateOf([number("a"), number("b"), number("c")], places);
  expect(firstView(aggregate)).toEqual({ x: "c", y: "b", held: { a: "0 mV" } });
});

test("what is not finite is kept apart from what is not there", () => {
  const aggregate = aggregateOf([number("a")], [[0], [0.001], [0.002]]);
  const points = aggregate.points.map((point, index) => ({ ...point, mean: [null, "NaN", "-Infinity"][index]! }));
  expect(draw({ ...aggregate, points })!.points.map(({ mean }) => mean)).toEqual([undefined, Number.NaN, Number.NEGATIVE_INFINITY]);
});

test("ticks are round and within the axis", () => {
  expect(axisTicks(0.3, 9.7, 5)).toEqual([2, 4, 6, 8]);
  expect(axisTicks(-1, 1, 4)).toEqual([-1, -0.5, 0, 0.5, 1]);
  expect(axisTicks(5, 5, 4)).toEqual([5]);
});
