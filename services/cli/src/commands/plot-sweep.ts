// spikefarm results ID --plot FILE.svg: one output of a sweep over its axes.

import { CodedError, type SweepRecord, type WriterPort } from "@spikefarm/protocol";
import { type Flags, readConfig } from "../config.js";
import { ExitCode } from "../exit-codes.js";
import { findSummary, openFarmClient } from "../farm-client.js";
import { findSweep } from "../find-sweep.js";
import { withStore } from "../open-store.js";
import { PICTURE_SIZE } from "../picture/svg.js";
import { drawSweep, plottedOutput, type SweepPicture } from "../picture/sweep-picture.js";
import { formatCount, shownValue } from "../present/index.js";
import { averages } from "../sweep-points.js";
import { writePicture } from "../write-picture.js";

export interface PlotSweepFlags extends Flags {
  readonly plot: string;
  readonly output?: string;
}

/** Rows read for a picture; of a larger sweep a farm thins out the points itself. */
const MAX_ROWS = 1_000_000;

export async function plotSweep(wanted: string, flags: PlotSweepFlags): Promise<ExitCode> {
  const picture =
    flags.url === undefined
      ? await withStore(readConfig(flags), async (writer) => storedPicture(writer, await findSweep(writer, wanted), flags.output))
      : await farmPicture(wanted, flags);
  await writePicture(flags.plot, drawSweep(picture, PICTURE_SIZE));
  process.stdout.write(`${flags.plot}: ${picture.output.name}, ${formatCount(picture.points.length)} points\n`);
  return ExitCode.ok;
}

async function storedPicture(writer: WriterPort, record: SweepRecord, wanted: string | undefined): Promise<SweepPicture> {
  const output = plottedOutput(record.outputs, wanted);
  const counts = await writer.counts(record.id);
  if (counts.total > MAX_ROWS) {
    throw new CodedError(
      "CLI_USAGE",
      `The sweep has ${formatCount(counts.total)} rows, too many for one picture; use \`spikefarm results\`.`,
    );
  }
  const notes = [
    ...(counts.failed > 0 ? [`${formatCount(counts.failed)} trials failed`] : []),
    ...(counts.pending > 0 ? [`${formatCount(counts.pending)} trials have no row yet`] : []),
  ];
  return { title: record.name || record.id, parameters: record.parameters, output, points: await averages(writer, record, output), notes };
}

async function farmPicture(wanted: string, flags: PlotSweepFlags): Promise<SweepPicture> {
  const client = openFarmClient(readConfig(flags));
  const { id } = await findSummary(client, wanted);
  const detail = await client.show(id);
  const output = plottedOutput(detail.outputs, flags.output);
  const { points, total_points: total, parameters } = await client.aggregate(id, output.name);
  const shown = (value: number | string | null): number => shownValue(output, Number(value ?? Number.NaN), "display");
  const known = points.filter(({ n_ok: ok }) => ok > 0);
  return {
    ...{ title: detail.name || id, parameters, output },
    points: known.map(({ at, mean, low, high }) => ({
      at: at.map((value, index) => shownValue(parameters[index]!, Number(value), "display")),
      ...{ mean: shown(mean), low: shown(low), high: shown(high) },
    })),
    notes: points.length < total ? [`${formatCount(points.length)} of ${formatCount(total)} points`] : [],
  };
}
