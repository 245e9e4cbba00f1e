// One output over the points of a sweep, for plots: mean, least and greatest over the repeats, and how many trials say so.
//
// The table is read once, in constant memory: of a sweep with more than `AGGREGATE_POINTS` points every n-th is asked for. The answer stands
// until more rows are committed, so that a page that asks every second does not read an unchanged table every second.

import {
  AGGREGATE_POINTS,
  type Aggregate,
  CodedError,
  type Column,
  type Row,
  type SweepId,
  type SweepRecord,
  type TrialCounts,
  TrialStatus,
  type WriterPort,
} from "@spikefarm/protocol";
import { valuesAtRank } from "@spikefarm/sweep";
import type { StoredPlans } from "../stored-plans.js";
import { shownCell } from "./failures.js";
import { HttpError } from "./http-error.js";

export interface Aggregates {
  of(id: SweepId, outputName: string): Promise<Aggregate>;
}

interface Kept {
  readonly committed: string;
  readonly answer: Promise<Aggregate>;
}

const MAX_KEPT = 100;

export function createAggregates(writer: WriterPort, plans: StoredPlans): Aggregates {
  const kept = new Map<string, Kept>();
  return {
    async of(id, outputName) {
      const record = await writer.getSweep(id);
      if (record === undefined) throw new CodedError("SWEEP_UNKNOWN", `There is no sweep ${id} here.`);
      const output = findOutput(record, outputName);
      const key = `${id}/${output.name}`;
      const committed = signOf(await writer.counts(id));
      const known = kept.get(key);
      if (known?.committed === committed) return known.answer;
      const answer = aggregate(writer, record, output, plans);
      kept.delete(key);
      kept.set(key, { committed, answer });
      answer.catch(() => kept.delete(key));
      const oldest = kept.keys().next();
      if (kept.size > MAX_KEPT && oldest.done !== true) kept.delete(oldest.value);
      return answer;
    },
  };
}

const signOf = ({ ok, failed, skipped }: TrialCounts): string => `${ok} ${failed} ${skipped}`;

function findOutput({ id, outputs }: SweepRecord, name: string): Column {
  const numbers = outputs.filter(({ kind, shape }) => kind !== "text" && shape.length === 0);
  const output = numbers.find((column) => column.name === name);
  if (output !== undefined) return output;
  const names = numbers.map((column) => column.name).join(", ") || "none";
  throw new HttpError(400, "OUTPUT_UNKNOWN", `Sweep ${id} has no output "${name}" that is one number a trial; it has ${names}.`);
}

/** What the rows of one point say so far. */
interface Tally {
  at: readonly (number | string | boolean)[] | undefined;
  sum: number;
  low: number;
  high: number;
  ok: number;
  failed: number;
  skipped: number;
}

async function aggregate(writer: WriterPort, record: SweepRecord, output: Column, plans: StoredPlans): Promise<Aggregate> {
  const totalPoints = record.parts.reduce((sum, part) => sum + part.points, 0);
  const stride = Math.max(1, Math.ceil(totalPoints / AGGREGATE_POINTS));
  const tallies = new Map<number, Tally>();
  const cell = record.parameters.length + record.outputs.indexOf(output);
  for await (const rows of writer.rows(record.id, { status: Object.values(TrialStatus), stride })) {
    for (const row of rows) count(tallies, row, record.parameters.length, cell);
  }
  const points: Aggregate["points"][number][] = [];
  for (let point = 0; point < totalPoints; point += stride) {
    const tally = tallies.get(point) ?? emptyTally();
    const at = tally.at ?? valuesAt(record, point, plans);
    if (at !== undefined) points.push(pointOf(point, at, tally, repeatsOf(record, point)));
  }
  return { output, parameters: record.parameters, total_points: totalPoints, points };
}

function count(tallies: Map<number, Tally>, { point, status, cells }: Row, parameterCount: number, cell: number): void {
  const tally = tallies.get(point) ?? emptyTally();
  tallies.set(point, tally);
  tally.at ??= cells.slice(0, parameterCount).map(shownCell);
  if (status === TrialStatus.skipped) tally.skipped++;
  else if (status !== TrialStatus.ok) tally.failed++;
  else {
    const value = Number(cells[cell]);
    tally.ok++;
    tally.sum += value;
    tally.low = Math.min(tally.low, value);
    tally.high = Math.max(tally.high, value);
  }
}

const emptyTally = (): Tally => ({
  at: undefined,
  sum: 0,
  low: Number.POSITIVE_INFINITY,
  high: Number.NEGATIVE_INFINITY,
  ok: 0,
  failed: 0,
  skipped: 0,
});

function pointOf(point: number, at: NonNullable<Tally["at"]>, tally: Tally, repeats: number): Aggregate["points"][number] {
  const { ok, failed, skipped, sum, low, high } = tally;
  const shown = (value: number): number | string | null => {
    if (ok === 0) return null;
    return Number.isFinite(value) ? value : String(value);
  };
  const pending = repeats - ok - failed - skipped;
  return { point, at, mean: shown(sum / ok), low: shown(low), high: shown(high), n_ok: ok, n_failed: failed, n_pending: pending };
}

/** A point without a row yet: its values are computed. Undefined where the document cannot be read now. */
function valuesAt(record: SweepRecord, point: number, plans: StoredPlans): Tally["at"] {
  const space = plans.of(record)?.plan.document.sweep.space;
  if (space === undefined) return undefined;
  const values = valuesAtRank(space, point);
  return record.parameters.map(({ name }) => shownCell(values.get(name) ?? null));
}

const repeatsOf = ({ parts }: SweepRecord, point: number): number =>
  parts.reduce((sum, part) => (point >= part.firstPoint && point < part.firstPoint + part.points ? sum + part.repeats : sum), 0);
