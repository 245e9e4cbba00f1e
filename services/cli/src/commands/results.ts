// spikefarm results ID: a sweep's table on stdout, in constant memory; with --plot one of its outputs as a picture.

import { exportArrow, exportCsv, exportJson } from "@spikefarm/datamanager";
import { CodedError } from "@spikefarm/protocol";
import { type Flags, readConfig } from "../config.js";
import { ExitCode } from "../exit-codes.js";
import { findSummary, openFarmClient } from "../farm-client.js";
import { findSweep } from "../find-sweep.js";
import { withStore } from "../open-store.js";
import { writeOut } from "../output.js";
import { plotSweep } from "./plot-sweep.js";

const FORMATS = { csv: exportCsv, json: exportJson, arrow: exportArrow };

export interface ResultsFlags extends Flags {
  readonly format: string;
  readonly plot?: string;
  readonly output?: string;
}

export async function results(wanted: string, flags: ResultsFlags): Promise<ExitCode> {
  const { format, plot } = flags;
  if (plot !== undefined) return plotSweep(wanted, { ...flags, plot });
  if (!isFormat(format))
    throw new CodedError("CLI_USAGE", `--format ${format} is not one we write; give ${Object.keys(FORMATS).join(", ")}.`);
  if (flags.url !== undefined) return resultsOfFarm(wanted, flags, format);
  return withStore(readConfig(flags), async (writer) => {
    const { id } = await findSweep(writer, wanted);
    await FORMATS[format](writer, id, writeOut);
    const counts = await writer.counts(id);
    if (counts.pending > 0) process.stderr.write(`${counts.pending} of ${counts.total} trials have no row yet.\n`);
    return ExitCode.ok;
  });
}

const isFormat = (text: string): text is keyof typeof FORMATS => Object.hasOwn(FORMATS, text);

/** The table of a running farm, as it comes. */
async function resultsOfFarm(wanted: string, flags: Flags, format: keyof typeof FORMATS): Promise<ExitCode> {
  const client = openFarmClient(readConfig(flags));
  const { id, trials } = await findSummary(client, wanted);
  for await (const bytes of client.results(id, format)) await writeOut(bytes);
  if (trials.pending > 0) process.stderr.write(`${trials.pending} of ${trials.total} trials have no row yet.\n`);
  return ExitCode.ok;
}
