// What becomes of outputs in a batch: columns, rows of failed trials, bits of NaN.

import { TrialStatus } from "@spikefarm/protocol";
import { simulateBatch } from "@spikefarm/simulator";
import { describe, expect, it } from "vitest";
import { modelWith } from "./measured.js";

const bitsOf = (values: Float64Array) => [...new BigUint64Array(values.buffer, values.byteOffset, values.length)];

describe("columns of a batch", () => {
  const model = modelWith({ n: "count(G)", each: "counts(G)", first: "first_spike(G)", end: "final(G.v)", all: "trace(G.v)" });
  const result = simulateBatch(model, {
    lanes: 3,
    parameters: new Map([
      ["k", 4],
      ["p", 0.002],
    ]),
  })!;
  const column = (name: string) => result.outputs.find((output) => output.column.name === name)!;

  it("counts are integers, lists have a run of items a row", () => {
    expect([...result.status]).toEqual([TrialStatus.ok, TrialStatus.ok, TrialStatus.ok]);
    expect(column("n").data).toEqual({ kind: "i32", values: Int32Array.of(0, 0, 0) });
    expect(column("each").data).toMatchObject({ kind: "list", offsets: Uint32Array.of(0, 2, 4, 6), items: { kind: "i32" } });
    expect(column("all").data).toMatchObject({ kind: "list", offsets: Uint32Array.of(0, 16, 32, 48), items: { kind: "f64" } });
  });

  it("IDENTITY 6: a NaN is stored with the canonical bits", () => {
    const { data } = column("first");
    expect(data.kind).toBe("f64");
    if (data.kind === "f64") expect(bitsOf(data.values)).toEqual(Array.from({ length: 3 }, () => 0x7ff8000000000000n));
  });
});
