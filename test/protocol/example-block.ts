import { type Block, type Column, type ColumnData, makeSweepId, type Provenance, TrialStatus } from "@spikefarm/protocol";

const column = (name: string, kind: Column["kind"], unit: string, shape: Column["shape"]): Column => ({ name, kind, unit, shape });
const f64 = (...values: number[]): ColumnData => ({ kind: "f64", values: Float64Array.from(values) });

/** A block with every kind of column and of row. */
export const exampleBlock: Block = {
  sweep: makeSweepId(1_750_000_000_000, 0.5),
  part: 1,
  granule: 7,
  from: 28,
  to: 32,
  status: Uint8Array.of(TrialStatus.ok, TrialStatus.failed, TrialStatus.skipped, TrialStatus.ok),
  errorCode: ["", "TRIAL_THREW", "", ""],
  errorMessage: ["", "“v” is 3 Ω too large", "", ""],
  parameters: [
    { column: { ...column("v0", "f64", "volt", []), display: "mV" }, data: f64(0.009, -0, 1e-300, Number.NaN) },
    { column: column("label", "text", "", []), data: { kind: "text", values: ["a", "", "日本", "\u{feff}b"] } },
  ],
  outputs: [
    { column: column("n", "i32", "", []), data: { kind: "i32", values: Int32Array.of(161, 0, 0, -1) } },
    { column: column("fired", "u8", "", []), data: { kind: "u8", values: Uint8Array.of(1, 0, 0, 0) } },
    {
      column: { ...column("spikes", "f64", "second", [null]), dimensions: ["spike"] },
      data: {
        kind: "list",
        offsets: Uint32Array.of(0, 3, 3, 3, 4),
        items: { kind: "f64", values: Float64Array.of(0.0061, 0.0123, 0.0185, 1) },
      },
    },
    {
      column: column("names", "text", "", [null]),
      data: { kind: "list", offsets: Uint32Array.of(0, 0, 0, 0, 2), items: { kind: "text", values: ["x", "é"] } },
    },
  ],
};

export const exampleProvenance: Provenance = {
  machine: "atlas",
  process: 4242,
  thread: 2,
  target: "wasm",
  attempt: 1,
  startedAt: "2025-06-15T15:06:40.000Z",
  elapsedSeconds: 0.25,
  versions: { spikefarm: "0.1.0", node: "20.11.0" },
};
