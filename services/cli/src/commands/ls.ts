// spikefarm ls: the sweeps of a data directory, newest first.

import { allSweeps, type TrialCounts, type WriterPort } from "@spikefarm/protocol";
import { type Flags, readConfig } from "../config.js";
import { ExitCode } from "../exit-codes.js";
import { openFarmClient } from "../farm-client.js";
import { withStore } from "../open-store.js";
import { formatCount } from "../present/index.js";
import { renderLines } from "../render-lines.js";
import { stateAtRest } from "../state-at-rest.js";

export async function ls(flags: Flags & { readonly json?: boolean }): Promise<ExitCode> {
  if (flags.url !== undefined) return lsFarm(flags);
  return withStore(readConfig(flags), async (writer) => {
    const sweeps = await withCounts(writer);
    process.stdout.write(flags.json === true ? asJson(sweeps) : asText(sweeps, stateAtRest));
    return ExitCode.ok;
  });
}

/** The sweeps of a running farm. */
async function lsFarm(flags: Flags & { readonly json?: boolean }): Promise<ExitCode> {
  const sweeps = await openFarmClient(readConfig(flags)).list();
  const items = sweeps.map(({ id, name, state, created_at, trials }) => ({ id, name, state, createdAt: created_at, counts: trials }));
  process.stdout.write(flags.json === true ? asJson(items) : asText(items));
  return ExitCode.ok;
}

interface Item {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly createdAt: string;
  readonly counts: TrialCounts;
}

async function withCounts(writer: WriterPort): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const { id, name, state, createdAt } of allSweeps(writer)) {
    items.push({ id, name, state, createdAt, counts: await writer.counts(id) });
  }
  return items;
}

function asJson(items: readonly Item[]): string {
  const shown = items.map(({ id, name, state, createdAt, counts: { total, ok, failed, pending } }) => ({
    sweep: id,
    name,
    state,
    created_at: createdAt,
    trials: { total, ok, failed, pending },
  }));
  return `${JSON.stringify(shown, null, 2)}\n`;
}

function asText(items: readonly Item[], stateOf = (state: string): string => state): string {
  if (items.length === 0) return "No sweeps yet; make one with `spikefarm run FILE`.\n";
  const header = ["SWEEP", "STATE", "DONE", "TRIALS", "FAILED", "CREATED", "NAME"];
  const lines = items.map(({ id, name, state, createdAt, counts }) => [
    id,
    stateOf(state),
    `${Math.floor((100 * (counts.total - counts.pending)) / Math.max(1, counts.total))} %`,
    formatCount(counts.total),
    formatCount(counts.failed),
    createdAt.slice(0, 19).replace("T", " "),
    name,
  ]);
  return renderLines([header, ...lines]);
}
