// spikefarm results ID: a sweep's table on stdout, in constant memory.

import { exportCsv, exportJson } from "@spikefarm/datamanager";
import { CodedError } from "@spikefarm/protocol";
import { type Flags, readConfig } from "../config.js";
import { ExitCode } from "../exit-codes.js";
import { findSweep } from "../find-sweep.js";
import { withStore } from "../open-store.js";

const FORMATS = { csv: exportCsv, json: exportJson };

export async function results(wanted: string, flags: Flags & { readonly format: string }): Promise<ExitCode> {
  const { format } = flags;
  if (format !== "csv" && format !== "json") {
    throw new CodedError("CLI_USAGE", `--format ${format} is not one we write; give csv or json.`);
  }
  return withStore(readConfig(flags), async (writer) => {
    const { id } = await findSweep(writer, wanted);
    await FORMATS[format](writer, id, writeOut);
    const counts = await writer.counts(id);
    if (counts.pending > 0) process.stderr.write(`${counts.pending} of ${counts.total} trials have no row yet.\n`);
    return ExitCode.ok;
  });
}

/** Waits for a slow reader. */
async function writeOut(text: string): Promise<void> {
  if (process.stdout.write(text)) return;
  await new Promise<void>((resolve) => process.stdout.once("drain", resolve));
}
