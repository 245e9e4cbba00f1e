// Sweeps whose rows anybody can compute: each cell is a plain function of the trial's number. So a test knows what the store must say.

import {
  type Block,
  type BlockColumn,
  type Column,
  type ColumnData,
  granuleOf,
  isSweepId,
  type PartRecord,
  type Provenance,
  type SizedPart,
  type SweepId,
  type SweepRecord,
  TrialStatus,
} from "@spikefarm/protocol";

const column = (name: string, kind: Column["kind"], unit = "", shape: Column["shape"] = []): Column => ({ name, kind, unit, shape });

const PARAMETERS: readonly Column[] = [column("label", "text"), column("v0", "f64", "volt")];
const OUTPUTS: readonly Column[] = [
  column("n", "i32"),
  column("rate", "f64", "hertz"),
  column("fired", "u8"),
  column("spikes", "f64", "second", [null]),
];

export const provenance: Provenance = {
  machine: "atlas",
  process: 4242,
  thread: 1,
  target: "wasm",
  attempt: 1,
  startedAt: "2025-06-15T15:06:40.000Z",
  elapsedSeconds: 0.25,
  versions: { spikefarm: "0.1.0" },
};

function sweepId(number: number): SweepId {
  const id = `s0mbxstdz4${String(number).padStart(5, "0")}`;
  if (!isSweepId(id)) throw new Error(`${id} is no sweep's id`);
  return id;
}

/** A part of one axis without structure, unless told otherwise. */
export function makePart(part: Partial<PartRecord> & { readonly points: number }): PartRecord {
  const axes = part.axes ?? [{ length: part.points, isStructural: false }];
  return { space: { points: part.points }, firstPoint: 0, firstRepeat: 0, repeats: 1, granuleSize: 10, ...part, axes };
}

export function makeRecord(number: number, parts: readonly PartRecord[], changes: Partial<SweepRecord> = {}): SweepRecord {
  return {
    id: sweepId(number),
    name: `numbered ${number}`,
    createdAt: "2025-06-15T15:06:40.000Z",
    owner: "",
    state: "running",
    document: "{}",
    documentHash: `${number}`.padStart(64, "0"),
    kind: "model",
    numericsVersion: 1,
    parts,
    parameters: PARAMETERS,
    outputs: OUTPUTS,
    ...changes,
  };
}

export interface RowChoices {
  readonly status?: (trial: number) => TrialStatus;
  /** Added to the rate: a way to differ. */
  readonly shift?: number;
  /** Of each list. */
  readonly listLength?: (trial: number) => number;
}

/** Rows [from, to) of a part whose granule size is settled. */
export function makeBlock(record: SweepRecord, part: number, from: number, to: number, choices: RowChoices = {}): Block {
  const { status = () => TrialStatus.ok, shift = 0, listLength = (trial) => trial % 4 } = choices;
  const trials = Array.from({ length: to - from }, (_, i) => from + i);
  const statuses = trials.map(status);
  const error = (text: (trial: number) => string): string[] =>
    trials.map((trial, i) => (statuses[i] === TrialStatus.ok || statuses[i] === TrialStatus.skipped ? "" : text(trial)));
  const isOk = (i: number): boolean => statuses[i] === TrialStatus.ok;
  const number = (value: (trial: number) => number): number[] => trials.map((trial, i) => (isOk(i) ? value(trial) : 0));
  const lists = trials.map((trial, i) => (isOk(i) ? Array.from({ length: listLength(trial) }, (_, k) => trial + k / 8) : []));
  const outputs: ColumnData[] = [
    { kind: "i32", values: Int32Array.from(number((trial) => trial - 5)) },
    { kind: "f64", values: Float64Array.from(number((trial) => rateOf(trial) + shift)) },
    { kind: "u8", values: Uint8Array.from(number((trial) => trial % 2)) },
    { kind: "list", offsets: offsetsOf(lists), items: { kind: "f64", values: Float64Array.from(lists.flat()) } },
  ];
  const parameters: ColumnData[] = [
    { kind: "text", values: trials.map((trial) => labelOf(trial)) },
    { kind: "f64", values: Float64Array.from(trials, (trial) => trial / 1000) },
  ];
  const named = (columns: readonly Column[], data: readonly ColumnData[]): BlockColumn[] =>
    columns.map((schema, i) => ({ column: schema, data: data[i]! }));
  return {
    sweep: record.id,
    part,
    granule: granuleOf(record.parts[part] as SizedPart, from),
    from,
    to,
    status: Uint8Array.from(statuses),
    errorCode: error(() => "TRIAL_THREW"),
    errorMessage: error((trial) => `trial ${trial} said "no",\nthen stopped`),
    parameters: named(PARAMETERS, parameters),
    outputs: named(OUTPUTS, outputs),
  };
}

const labelOf = (trial: number): string => ["", "é", "=1+1", "plain"][trial % 4]!;
/** Every seventh is no number, every eleventh negative zero. */
const rateOf = (trial: number): number => (trial % 7 === 3 ? Number.NaN : trial % 11 === 4 ? -0 : trial / 3);

function offsetsOf(lists: readonly (readonly unknown[])[]): Uint32Array {
  const offsets = new Uint32Array(lists.length + 1);
  lists.forEach((list, i) => {
    offsets[i + 1] = offsets[i]! + list.length;
  });
  return offsets;
}
