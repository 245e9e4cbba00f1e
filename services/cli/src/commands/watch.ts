// spikefarm watch ID: a sweep's progress on a running farm, until it ends. Ends with the exit codes of `run`.

import type { CoordinatorClient } from "@spikefarm/client";
import type { SweepSummary } from "@spikefarm/protocol";
import { type Flags, readConfig } from "../config.js";
import { ExitCode } from "../exit-codes.js";
import { findSummary, openFarmClient } from "../farm-client.js";
import { createProgressView } from "../present/index.js";

const POLL_MS = 500;
const HAS_ENDED: ReadonlySet<string> = new Set(["complete", "failed", "cancelled"]);

export async function watch(wanted: string, flags: Flags & { readonly json?: boolean }): Promise<ExitCode> {
  const config = readConfig(flags);
  const client = openFarmClient(config);
  const { id } = await findSummary(client, wanted);
  const view = createProgressView(process.stderr, { isTerminal: process.stderr.isTTY === true, hasColor: config.hasColor });
  const ended = await follow(client, id, (summary) => view.update(progressOf(summary)));
  view.finish();
  const { digest } = await client.show(id);
  const { total, ok, failed } = ended.trials;
  if (flags.json === true)
    process.stdout.write(`${JSON.stringify({ sweep: id, state: ended.state, trials: { total, ok, failed }, digest })}\n`);
  else
    process.stdout.write(
      `${id} ${ended.state}: ${ok} of ${total} trials ok, ${failed} failed${digest === null ? "" : `, digest ${digest.slice(0, 12)}`}\n`,
    );
  if (ended.state !== "complete") {
    if (ended.failure !== null) process.stderr.write(`spikefarm: ${ended.failure.code}: ${ended.failure.message}\n`);
    return ExitCode.error;
  }
  return failed > 0 ? ExitCode.failedTrials : ExitCode.ok;
}

async function follow(client: CoordinatorClient, id: string, show: (summary: SweepSummary) => void): Promise<SweepSummary> {
  for (;;) {
    const summary = await client.show(id);
    show(summary);
    if (HAS_ENDED.has(summary.state)) return summary;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function progressOf({
  trials,
  trials_done,
  tasks_running,
  elapsed_s,
  eta_s,
}: SweepSummary): Parameters<ReturnType<typeof createProgressView>["update"]>[0] {
  return {
    done: trials_done,
    total: trials.total,
    failed: trials.failed,
    elapsedSeconds: elapsed_s ?? 0,
    running: tasks_running,
    ...(eta_s !== null && { etaSeconds: eta_s }),
  };
}
