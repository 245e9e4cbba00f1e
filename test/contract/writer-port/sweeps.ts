// Sweeps and blocks for the tests of the store: small, with every kind of column, and values that follow from the trial's number.

import {
  type Block,
  type Column,
  type ColumnData,
  granuleOf,
  makeSweepId,
  type PartRecord,
  type Provenance,
  type SizedPart,
  type SweepId,
  type SweepRecord,
  splitByGranule,
  type TrialRange,
  TrialStatus,
  type WriterPort,
} from "@spikefarm/protocol";

const PARAMETERS: readonly Column[] = [
  { name: "gain", kind: "f64", unit: "siemens", shape: [] },
  { name: "label", kind: "text", unit: "", shape: [] },
];
const OUTPUTS: readonly Column[] = [
  { name: "n", kind: "i32", unit: "", shape: [] },
  { name: "mean", kind: "f64", unit: "volt", shape: [] },
  { name: "fired", kind: "u8", unit: "", shape: [] },
  { name: "spikes", kind: "f64", unit: "second", shape: [null] },
  { name: "names", kind: "text", unit: "", shape: [null] },
];

export const PROVENANCE: Provenance = {
  machine: "atlas",
  process: 1,
  thread: 0,
  target: "wasm",
  attempt: 1,
  startedAt: "2026-01-01T00:00:00.000Z",
  elapsedSeconds: 0,
  versions: {},
};

let sweeps = 0;
export const newSweepId = (): SweepId => makeSweepId(1_767_225_600_000 + sweeps++, 0.5);

/** A part with one plain axis. */
export const plainPart = (points: number, repeats = 1, granuleSize: number | null = 10): PartRecord => ({
  space: {},
  firstPoint: 0,
  points,
  firstRepeat: 0,
  repeats,
  axes: [{ length: points, isStructural: false }],
  granuleSize,
});

export function sweepOf(parts: readonly PartRecord[], changes: Partial<SweepRecord> = {}): SweepRecord {
  return {
    id: newSweepId(),
    name: "a sweep",
    createdAt: "2026-01-01T00:00:00.000Z",
    owner: "atlas",
    state: "queued",
    document: "{}",
    documentHash: "00",
    kind: "model",
    numericsVersion: 1,
    parts,
    parameters: PARAMETERS,
    outputs: OUTPUTS,
    ...changes,
  };
}

export interface Rows {
  /** The status of each trial; ok where absent. */
  readonly status?: (trial: number) => TrialStatus;
  /** Added to each number: rows of another `salt` differ. */
  readonly salt?: number;
}

/** The rows of trials [from, to), which lie in one granule. */
export function blockOf(record: SweepRecord, range: TrialRange, { status = () => TrialStatus.ok, salt = 0 }: Rows = {}, part = 0): Block {
  const trials = Array.from({ length: range.to - range.from }, (_, i) => range.from + i);
  const statuses = trials.map(status);
  const error = (code: TrialStatus, text: string): string => (code === TrialStatus.ok || code === TrialStatus.skipped ? "" : text);
  const value = (i: number): number => (statuses[i] === TrialStatus.ok ? trials[i]! + salt : 0);
  const outputs: readonly ColumnData[] = [
    { kind: "i32", values: Int32Array.from(trials, (_, i) => value(i)) },
    {
      kind: "f64",
      values: Float64Array.from(trials, (trial, i) => (trial % 7 === 3 && statuses[i] === TrialStatus.ok ? Number.NaN : value(i) / 3)),
    },
    { kind: "u8", values: Uint8Array.from(trials, (_, i) => value(i) % 2) },
    listOf(trials.map((_, i) => Array.from({ length: value(i) % 4 }, (_item, k) => (value(i) + k) / 1000))),
    {
      kind: "list",
      offsets: Uint32Array.from([0, ...trials], (_, i) => i),
      items: { kind: "text", values: trials.map((trial) => `«${trial}»`) },
    },
  ];
  const sized = record.parts[part] as SizedPart;
  return {
    sweep: record.id,
    part,
    granule: sized.granuleSize === null ? 0 : granuleOf(sized, range.from),
    ...range,
    status: Uint8Array.from(statuses),
    errorCode: statuses.map((code) => error(code, "TRIAL_THREW")),
    errorMessage: statuses.map((code, i) => error(code, `trial ${trials[i]} broke`)),
    parameters: [
      { column: PARAMETERS[0]!, data: { kind: "f64", values: Float64Array.from(trials, (trial) => trial / 10) } },
      { column: PARAMETERS[1]!, data: { kind: "text", values: trials.map((trial) => `é${trial % 3}`) } },
    ],
    outputs: outputs.map((data, i) => ({ column: OUTPUTS[i]!, data })),
  };
}

/** Commits the rows of [from, to), a block for each granule. */
export async function commitRange(port: WriterPort, record: SweepRecord, range: TrialRange, rows: Rows = {}, part = 0): Promise<void> {
  for (const { from, to } of splitByGranule(record.parts[part] as SizedPart, range)) {
    await port.commit(blockOf(record, { from, to }, rows, part), PROVENANCE);
  }
}

export async function collect<Item>(batches: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
}

function listOf(rows: readonly (readonly number[])[]): ColumnData {
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => {
    offsets[i + 1] = offsets[i]! + row.length;
  });
  return { kind: "list", offsets, items: { kind: "f64", values: Float64Array.from(rows.flat()) } };
}
