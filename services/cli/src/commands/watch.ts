// spikefarm watch ID: a sweep's progress on a running farm, until it ends. Ends with the exit codes of `run`.
//
// A sweep that has halted says why, and is watched on: the farm tries it again. A farm that is away for a while (its coordinator restarts) is
// waited for, as the dashboard does; one that has not answered at all is an error at once.

import type { CoordinatorClient } from "@spikefarm/client";
import { CodedError, type SweepSummary } from "@spikefarm/protocol";
import { type Flags, readConfig } from "../config.js";
import { ExitCode } from "../exit-codes.js";
import { findSummary, openFarmClient } from "../farm-client.js";
import { createProgressView, type ProgressView } from "../present/index.js";

const POLL_MS = 500;
/** A farm that is silent for longer is given up. */
const AWAY_LIMIT_MS = 5 * 60_000;
/** What a coordinator, or a proxy before it, answers while it or its writer is away, or a disk is full. */
const PASSING: ReadonlySet<unknown> = new Set([429, 502, 503, 504, 507]);
const HAS_ENDED: ReadonlySet<string> = new Set(["complete", "failed", "cancelled"]);

export async function watch(wanted: string, flags: Flags & { readonly json?: boolean }): Promise<ExitCode> {
  const config = readConfig(flags);
  const client = openFarmClient(config);
  const { id } = await findSummary(client, wanted);
  const view = createProgressView(process.stderr, { isTerminal: process.stderr.isTTY === true, hasColor: config.hasColor });
  const ended = await follow(client, id, view).finally(() => view.finish());
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

async function follow(client: CoordinatorClient, id: string, view: ProgressView): Promise<SweepSummary> {
  let told = "";
  let answeredAt = performance.now();
  for (;;) {
    try {
      const summary = await client.show(id);
      answeredAt = performance.now();
      view.update(progressOf(summary));
      if (HAS_ENDED.has(summary.state)) return summary;
      tell(haltOf(summary));
    } catch (error) {
      if (!isPassing(error) || performance.now() - answeredAt > AWAY_LIMIT_MS) throw error;
      tell(`${error.message} Waiting for it.`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }

  /** Each piece of news once. */
  function tell(news: string): void {
    if (news !== told && news !== "") view.print(news);
    told = news;
  }
}

const haltOf = ({ state, failure }: SweepSummary): string =>
  state === "queued" && failure !== null ? `Halted: ${failure.code}: ${failure.message} The farm tries again every minute.` : "";

const isPassing = (error: unknown): error is CodedError =>
  error instanceof CodedError && (error.code === "CLIENT_UNREACHABLE" || PASSING.has(error.details.status));

function progressOf({ trials, trials_done, tasks_running, elapsed_s, eta_s }: SweepSummary): Parameters<ProgressView["update"]>[0] {
  return {
    done: trials_done,
    total: trials.total,
    failed: trials.failed,
    elapsedSeconds: elapsed_s ?? 0,
    running: tasks_running,
    ...(eta_s !== null && { etaSeconds: eta_s }),
  };
}
