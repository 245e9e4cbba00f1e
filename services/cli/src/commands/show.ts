// spikefarm show ID: one sweep's state, table and plot.

import { type Flags, readConfig } from "../config.js";
import { ExitCode } from "../exit-codes.js";
import { findSweep } from "../find-sweep.js";
import { withStore } from "../open-store.js";
import { presentSweep } from "../present-sweep.js";
import { terminalOf } from "../terminal.js";

export async function show(wanted: string, flags: Flags & { readonly json?: boolean }): Promise<ExitCode> {
  const config = readConfig(flags);
  return withStore(config, async (writer) => {
    const record = await findSweep(writer, wanted);
    if (flags.json !== true) {
      process.stdout.write(await presentSweep(writer, record.id, terminalOf(process.stdout, config)));
      return ExitCode.ok;
    }
    const [counts, digest] = await Promise.all([writer.counts(record.id), writer.digest(record.id)]);
    const { document, parts, ...rest } = record;
    process.stdout.write(`${JSON.stringify({ ...rest, counts, digest, parts, document: JSON.parse(document) }, null, 2)}\n`);
    return ExitCode.ok;
  });
}
