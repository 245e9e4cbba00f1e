// spikefarm ls: the sweeps of a data directory, newest first.

import type { SweepRecord, TrialCounts, WriterPort } from "@spikefarm/protocol";
import { type Flags, readConfig } from "../config.js";
import { ExitCode } from "../exit-codes.js";
import { withStore } from "../open-store.js";
import { formatCount } from "../present/index.js";
import { renderLines } from "../render-lines.js";
import { stateAtRest } from "../state-at-rest.js";

export async function ls(flags: Flags & { readonly json?: boolean }): Promise<ExitCode> {
  return withStore(readConfig(flags), async (writer) => {
    const sweeps = await withCounts(writer);
    process.stdout.write(flags.json === true ? asJson(sweeps) : asText(sweeps));
    return ExitCode.ok;
  });
}

type Listed = readonly { readonly record: SweepRecord; readonly counts: TrialCounts }[];

async function withCounts(writer: WriterPort): Promise<Listed> {
  const listed = [];
  for (const record of await writer.listSweeps()) listed.push({ record, counts: await writer.counts(record.id) });
  return listed;
}

function asJson(sweeps: Listed): string {
  const items = sweeps.map(({ record, counts }) => ({
    sweep: record.id,
    name: record.name,
    state: record.state,
    created_at: record.createdAt,
    trials: { total: counts.total, ok: counts.ok, failed: counts.failed, pending: counts.pending },
  }));
  return `${JSON.stringify(items, null, 2)}\n`;
}

function asText(sweeps: Listed): string {
  if (sweeps.length === 0) return "No sweeps yet; make one with `spikefarm run FILE`.\n";
  const header = ["SWEEP", "STATE", "DONE", "TRIALS", "FAILED", "CREATED", "NAME"];
  const lines = sweeps.map(({ record, counts }) => [
    record.id,
    stateAtRest(record.state),
    `${Math.floor((100 * (counts.total - counts.pending)) / Math.max(1, counts.total))} %`,
    formatCount(counts.total),
    formatCount(counts.failed),
    record.createdAt.slice(0, 19).replace("T", " "),
    record.name,
  ]);
  return renderLines([header, ...lines]);
}
