// A finished (or unfinished) sweep for people: a summary line, its table, and a small plot of one output:
// a line over one axis, a heat map over two; the mean over the repeats, with their spread.

import type { Column, Row, SweepId, SweepRecord, TrialCounts, WriterPort } from "@spikefarm/protocol";
import { formatCount, type PlotSize, renderHeatMap, renderPlot, renderTable, shownUnit } from "./present/index.js";
import { stateAtRest } from "./state-at-rest.js";
import { storedMethods } from "./stored-methods.js";
import { type Average, averages, distinct, isPlottable } from "./sweep-points.js";
import type { Terminal } from "./terminal.js";

/** Rows of the table that are shown; longer tables keep their head and tail. */
const TABLE_ROWS = 24;
/** Rows read for a plot; a longer sweep is not plotted here. */
const PLOT_ROWS = 100_000;
const PLOT_SIZE = { width: 72, height: 18 };

export async function presentSweep(writer: WriterPort, id: SweepId, terminal: Terminal): Promise<string> {
  const [record, counts, columns, digest] = await Promise.all([
    writer.getSweep(id),
    writer.counts(id),
    writer.columns(id),
    writer.digest(id),
  ]);
  if (record === undefined) return "";
  const { width, hasColor } = terminal;
  const rows = await tableRows(writer, id, counts);
  const table = renderTable(columns, rows, {
    maxRows: TABLE_ROWS,
    units: "display",
    total: counts.total - counts.pending,
    hasColor,
    ...(width !== undefined && { width }),
  });
  const plot = await plotOf(writer, record, counts, { ...PLOT_SIZE, hasColor });
  return [summary(record, counts, digest), table, plot]
    .filter((text) => text !== "")
    .map((text) => `${text}\n`)
    .join("\n");
}

function summary(record: SweepRecord, counts: TrialCounts, digest: string | null): string {
  const name = record.name === "" ? "" : ` · ${record.name}`;
  const state = stateAtRest(record.state);
  const numbers = [`${formatCount(counts.total)} ${counts.total === 1 ? "trial" : "trials"}`, `${formatCount(counts.ok)} ok`];
  if (counts.failed > 0) numbers.push(`${formatCount(counts.failed)} failed`);
  if (counts.pending > 0) numbers.push(`${formatCount(counts.pending)} pending`);
  const bits = digest === null ? "" : ` · digest ${digest.slice(0, 12)}`;
  const methods = storedMethods(record);
  const integrated = methods === undefined ? "" : `\nintegrated by ${methods}`;
  const { failure } = record;
  const why = failure === undefined ? "" : `\n${failure.code}: ${failure.message}`;
  return `${record.id}${name} · ${state} · ${numbers.join(", ")}${bits}${integrated}${why}`;
}

/** The head and the tail of the table: all that is shown of it. */
async function tableRows(writer: WriterPort, id: SweepId, counts: TrialCounts): Promise<Row[]> {
  const rows: Row[] = [];
  const committed = counts.total - counts.pending;
  const half = TABLE_ROWS / 2;
  if (committed <= TABLE_ROWS) {
    for await (const batch of writer.rows(id)) rows.push(...batch);
    return rows;
  }
  for await (const batch of writer.rows(id, { limit: half })) rows.push(...batch);
  for await (const batch of writer.rows(id, { offset: committed - half })) rows.push(...batch);
  return rows;
}

async function plotOf(writer: WriterPort, record: SweepRecord, counts: TrialCounts, size: PlotSize): Promise<string> {
  const axes = record.parameters.filter(({ kind }) => kind !== "text");
  const output = record.outputs.find(isPlottable);
  const isDrawn = axes.length === record.parameters.length && (axes.length === 1 || axes.length === 2) && counts.total <= PLOT_ROWS;
  const [x, y] = axes;
  if (!isDrawn || output === undefined || x === undefined || counts.ok === 0) return "";
  const points = await averages(writer, record, output);
  return y === undefined ? linePlot(points, x, output, size) : heatMap(points, [x, y], output, size);
}

function linePlot(points: readonly Average[], x: Column, output: Column, size: PlotSize): string {
  const sorted = points.toSorted((a, b) => (a.at[0] ?? 0) - (b.at[0] ?? 0));
  const hasSpread = sorted.some(({ low, high }) => low !== high);
  return renderPlot(
    {
      x: seriesOf(
        x,
        sorted.map(({ at }) => at[0] ?? Number.NaN),
      ),
      y: seriesOf(
        output,
        sorted.map(({ mean }) => mean),
      ),
      ...(hasSpread && { spread: { low: sorted.map(({ low }) => low), high: sorted.map(({ high }) => high) } }),
    },
    size,
  );
}

function heatMap(points: readonly Average[], [x, y]: readonly [Column, Column], output: Column, size: PlotSize): string {
  const xs = distinct(points.map(({ at }) => at[0] ?? Number.NaN));
  const ys = distinct(points.map(({ at }) => at[1] ?? Number.NaN));
  if (xs.length * ys.length > 4 * points.length) return ""; // scattered points (a zip), not a grid
  const xIndex = new Map(xs.map((value, index) => [value, index]));
  const yIndex = new Map(ys.map((value, index) => [value, index]));
  const cells = ys.map(() => xs.map(() => Number.NaN));
  for (const { at, mean } of points) {
    const row = cells[yIndex.get(at[1] ?? Number.NaN) ?? -1];
    if (row !== undefined) row[xIndex.get(at[0] ?? Number.NaN) ?? 0] = mean;
  }
  return renderHeatMap(
    { x: seriesOf(x, xs), y: seriesOf(y, ys), z: { name: output.name, unit: shownUnit(output, "display"), values: cells } },
    size,
  );
}

const seriesOf = <Values>(column: Column, values: Values): { name: string; unit: string; values: Values } => ({
  name: column.name,
  unit: shownUnit(column, "display"),
  values,
});
