// spikefarm show ID: one sweep's state, table and plot.

import { CodedError, type SweepDetail } from "@spikefarm/protocol";
import { commandLine } from "../command-line.js";
import { type Flags, readConfig } from "../config.js";
import { ExitCode } from "../exit-codes.js";
import { findSummary, openFarmClient } from "../farm-client.js";
import { findSweep } from "../find-sweep.js";
import { withStore } from "../open-store.js";
import { formatCount } from "../present/index.js";
import { presentSweep } from "../present-sweep.js";
import { refuseWindow } from "../refuse-window.js";
import { renderLines } from "../render-lines.js";
import { storedMethods } from "../stored-methods.js";
import { terminalOf } from "../terminal.js";
import type { ShowTrialFlags } from "./show-trial.js";

export async function show(wanted: string, flags: ShowTrialFlags): Promise<ExitCode> {
  if (flags.plot !== undefined) throw new CodedError("CLI_USAGE", pictureOfWhat(wanted, flags.plot));
  refuseWindow(flags);
  const config = readConfig(flags);
  if (flags.url !== undefined) return showOnFarm(wanted, flags);
  return withStore(config, async (writer) => {
    const record = await findSweep(writer, wanted);
    if (flags.json !== true) {
      process.stdout.write(await presentSweep(writer, record.id, terminalOf(process.stdout, config)));
      return ExitCode.ok;
    }
    const [counts, digest] = await Promise.all([writer.counts(record.id), writer.digest(record.id)]);
    const { document, parts, ...rest } = record;
    const method = storedMethods(record) ?? null;
    process.stdout.write(`${JSON.stringify({ ...rest, counts, digest, method, parts, document: JSON.parse(document) }, null, 2)}\n`);
    return ExitCode.ok;
  });
}

const pictureOfWhat = (wanted: string, file: string): string =>
  `A trial is drawn by naming its point, as in \`${commandLine(["show", wanted, "0"], { plot: file })}\`; the table by \`${commandLine(["results", wanted], { plot: file })}\`.`;

/** What a running farm says of a sweep. */
async function showOnFarm(wanted: string, flags: Flags & { readonly json?: boolean }): Promise<ExitCode> {
  const client = openFarmClient(readConfig(flags));
  const { id } = await findSummary(client, wanted);
  const detail = await client.show(id);
  process.stdout.write(flags.json === true ? `${JSON.stringify(detail, null, 2)}\n` : describe(detail));
  return ExitCode.ok;
}

function describe({ id, name, state, created_at, trials, digest, failure, plan }: SweepDetail): string {
  const { total, ok, failed, pending } = trials;
  const lines = [
    ["sweep:", id],
    ["name:", name],
    ["state:", failure === null ? state : `${state} (${failure.code}: ${failure.message})`],
    ["created:", created_at],
    ["trials:", `${formatCount(total)}, ${formatCount(ok)} ok, ${formatCount(failed)} failed, ${formatCount(pending)} pending`],
    ["digest:", digest ?? "none yet"],
    ...Object.entries(plan).map(([label, value]) => [`${label.replaceAll("_", " ")}:`, String(value)]),
  ];
  return renderLines(lines);
}
