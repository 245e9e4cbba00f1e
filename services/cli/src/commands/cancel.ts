// spikefarm cancel ID: ends a sweep on a running farm; its finished rows stay.

import { type Flags, readConfig } from "../config.js";
import { ExitCode } from "../exit-codes.js";
import { findSummary, openFarmClient } from "../farm-client.js";

export async function cancel(wanted: string, flags: Flags): Promise<ExitCode> {
  const client = openFarmClient(readConfig(flags));
  const { id } = await findSummary(client, wanted);
  const { state, trials } = await client.cancel(id);
  process.stdout.write(`${id} ${state}: ${trials.ok + trials.failed} of ${trials.total} trials have a row\n`);
  return ExitCode.ok;
}
