import { formatCell, formatCount, formatDuration, formatNumber } from "@spikefarm/cli/present";
import type { Column } from "@spikefarm/protocol";
import { describe, expect, test } from "vitest";

describe("a count stands in groups of three", () => {
  test.each([
    [0, "0"],
    [999, "999"],
    [1000, "1,000"],
    [1_000_000, "1,000,000"],
    [12.9, "12"],
  ])("%d is %s", (count, text) => expect(formatCount(count)).toBe(text));
});

describe("a duration takes two units at most", () => {
  test.each([
    [0, "0 ms"],
    [0.85, "850 ms"],
    [0.9999, "1.0 s"],
    [9.96, "10 s"],
    [59.7, "1 min 00 s"],
    [125, "2 min 05 s"],
    [3599.7, "1 h 00 min"],
    [7980, "2 h 13 min"],
    [86_399, "1 d 0 h"],
    [1e6, "11 d 14 h"],
    [Number.NaN, "unknown"],
    [Number.POSITIVE_INFINITY, "unknown"],
  ])("%d s is %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));
});

describe("a number is as short as it can be", () => {
  test.each([
    [0.01, "0.01"],
    [0.009999999999999998, "0.01"],
    [-0, "0"],
    [41, "41"],
    [1 / 3, "0.3333333"],
    [1.5e-9, "1.5e-9"],
    [2e20, "2e20"],
    [Number.NaN, "NaN"],
    [Number.NEGATIVE_INFINITY, "-Infinity"],
  ])("%d is %s", (value, text) => expect(formatNumber(value)).toBe(text));
});

describe("a cell", () => {
  const spikes: Column = { name: "spikes", kind: "f64", unit: "second", shape: [null], display: "ms" };
  test("that has no value shows a dash", () => expect(formatCell(spikes, null, "SI")).toBe("–"));
  test("that is empty shows so", () => expect(formatCell(spikes, [], "SI")).toBe("[]"));
  test("with a short list shows all of it, in the unit asked for", () => {
    expect(formatCell(spikes, [0.0061, 0.0123], "display")).toBe("[6.1, 12.3]");
    expect(formatCell(spikes, [0.0061, 0.0123], "SI")).toBe("[0.0061, 0.0123]");
  });
  test("with a long list shows its beginning and its length", () => {
    const times = Array.from({ length: 1610 }, (_, index) => index);
    expect(formatCell(spikes, times, "SI")).toBe("[0, 1, 2, … 1,610 values]");
  });
  test("of text stays on one line and within its width", () => {
    const text: Column = { name: "label", kind: "text", unit: "", shape: [] };
    expect(formatCell(text, `two\nlines ${"x".repeat(60)}`, "SI")).toMatch(/^two lines x+…$/);
  });
});
