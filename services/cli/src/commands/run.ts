// spikefarm run FILE: from a document to a table, in one process.
//
// Continues the newest unfinished sweep of the data directory with the same document and module (IDENTITY 15) and the numerics of this
// version, else starts one. Ctrl-C once stops cleanly: what is committed stays, and the same command goes on; twice stops at once, which loses no committed row either.

import type { SweepOutcome } from "@spikefarm/coordinator";
import { allSweeps, NUMERICS_VERSION, type SweepEntry, type SweepId, type TrialCounts, type WriterPort } from "@spikefarm/protocol";
import { type Farm, openFarm } from "@spikefarm/standalone";
import { readNativeSettings } from "@spikefarm/worker";
import { pino } from "pino";
import { commandLine } from "../command-line.js";
import { type Config, type Flags, readConfig } from "../config.js";
import { ExitCode } from "../exit-codes.js";
import { type OpenedDocument, openDocument } from "../open-document.js";
import { countOption } from "../options.js";
import { createProgressView, formatCount, lookRegularly } from "../present/index.js";
import { presentSweep } from "../present-sweep.js";
import { printDiagnostics } from "../report-error.js";
import { terminalOf } from "../terminal.js";

export interface RunFlags extends Flags {
  readonly new?: boolean;
  readonly json?: boolean;
  readonly granule?: string;
  readonly lanes?: string;
  readonly taskGranules?: string;
}

/** How often the progress is looked at. */
const POLL_MS = 100;
const INTERRUPTED = { code: "CLI_INTERRUPTED", message: "The run was interrupted." };

export async function run(file: string, flags: RunFlags): Promise<ExitCode> {
  const startedAt = performance.now();
  const config = readConfig(flags);
  const document = await openDocument(file, config, countOption("--granule", flags.granule));
  printDiagnostics(document.warnings);
  const interrupt = new AbortController();
  const stopListening = onInterrupt(() => interrupt.abort()); // before the farm opens: from here on there is something to close
  const farm = await openFarm(farmOptions(config, flags), document.modules);
  try {
    const id = await startOrContinue(farm, document, flags.new === true);
    const { outcome, counts } = await follow(farm, id, config, interrupt.signal);
    const elapsedSeconds = (performance.now() - startedAt) / 1000;
    return await report({ farm, id, outcome, counts, elapsedSeconds, file, flags, config });
  } finally {
    stopListening();
    await farm.close(INTERRUPTED);
  }
}

function farmOptions(config: Config, flags: RunFlags): Parameters<typeof openFarm>[0] {
  const maxLanes = countOption("--lanes", flags.lanes);
  const taskGranules = countOption("--task-granules", flags.taskGranules);
  return {
    data: config.data,
    threads: config.threads,
    machine: config.machine,
    log: pino(
      { level: config.logLevel },
      pino.destination(2).on("error", () => undefined),
    ), // see output.ts
    native: readNativeSettings(config.nativeVariables),
    ...(maxLanes !== undefined && { maxLanes }),
    ...(taskGranules !== undefined && { taskGranules }),
  };
}

async function startOrContinue(farm: Farm, { plan }: OpenedDocument, isNew: boolean): Promise<SweepId> {
  const unfinished = isNew ? undefined : await continuable(farm.writer, plan);
  if (unfinished === undefined) {
    const id = await farm.coordinator.submit(plan);
    process.stderr.write(`Sweep ${id}: ${formatCount(plan.trials)} ${plan.trials === 1 ? "trial" : "trials"}.\n`);
    return id;
  }
  const counts = await farm.writer.counts(unfinished.id);
  const done = counts.total - counts.pending;
  process.stderr.write(`Continuing sweep ${unfinished.id}: ${done} of ${counts.total} trials are done (--new starts over).\n`);
  await farm.coordinator.resume(unfinished.id);
  return unfinished.id;
}

/** The newest that the document can go on with. One of another version stays as it is: results of two versions must not mix (IDENTITY 21). */
async function continuable(writer: WriterPort, { document }: OpenedDocument["plan"]): Promise<SweepEntry | undefined> {
  const moduleHash = document.task.kind === "module" ? document.task.hash : undefined;
  let older: SweepEntry | undefined;
  for await (const sweep of allSweeps(writer)) {
    const isUnfinished = sweep.state === "queued" || sweep.state === "running" || sweep.state === "paused";
    if (!isUnfinished || sweep.documentHash !== document.hash || sweep.module?.hash !== moduleHash) continue;
    if (sweep.numericsVersion === NUMERICS_VERSION) return sweep;
    older ??= sweep;
  }
  if (older !== undefined) {
    process.stderr.write(
      `Sweep ${older.id} of this document stays unfinished: it was begun with numerics ${older.numericsVersion}, this version computes with ${NUMERICS_VERSION}.\n`,
    );
  }
  return undefined;
}

/** How a sweep ended, and the counts seen last: of a store that has failed no others are to be had. */
interface Followed {
  readonly outcome: SweepOutcome;
  readonly counts: TrialCounts;
}

async function follow(farm: Farm, id: SweepId, config: Config, interrupted: AbortSignal): Promise<Followed> {
  const { coordinator } = farm;
  const view = createProgressView(process.stderr, { isTerminal: process.stderr.isTTY === true, hasColor: config.hasColor });
  const startedAt = performance.now();
  const first = await coordinator.status(id);
  let { counts } = first;
  const show = async (): Promise<void> => {
    const { trialsDone, tasksRunning, ...status } = await coordinator.status(id);
    counts = status.counts;
    const elapsedSeconds = (performance.now() - startedAt) / 1000;
    const rate = (trialsDone - first.trialsDone) / elapsedSeconds;
    const etaSeconds = rate > 0 ? (counts.total - trialsDone) / rate : undefined;
    view.update({
      done: trialsDone,
      total: counts.total,
      failed: counts.failed,
      elapsedSeconds,
      running: tasksRunning,
      ...(etaSeconds !== undefined && { etaSeconds }),
    });
  };
  const stop = new Promise<SweepOutcome>((resolve) => {
    const halt = (): void => {
      const halted = (): void => resolve({ kind: "halted", ...INTERRUPTED });
      coordinator.close(INTERRUPTED).then(halted, halted);
    };
    if (interrupted.aborted) halt();
    else interrupted.addEventListener("abort", halt);
  });
  const stopLooking = lookRegularly(show, POLL_MS);
  const outcome = await Promise.race([coordinator.ended(id), stop]);
  stopLooking();
  await show().catch(() => undefined); // a store that has failed is reported by the outcome
  view.finish();
  return { outcome, counts };
}

interface Ending extends Followed {
  readonly farm: Farm;
  readonly id: SweepId;
  readonly elapsedSeconds: number;
  readonly file: string;
  readonly flags: RunFlags;
  readonly config: Config;
}

async function report({ farm, id, outcome, counts, elapsedSeconds, file, flags, config }: Ending): Promise<ExitCode> {
  const { writer } = farm;
  const isHalted = outcome.kind === "halted";
  const state = isHalted ? "queued" : outcome.kind;
  if (flags.json === true) printJson({ id, state, counts, digest: isHalted ? null : await writer.digest(id), elapsedSeconds });
  else if (outcome.kind === "complete") process.stdout.write(await presentSweep(writer, id, terminalOf(process.stdout, config)));
  return explain({ outcome, counts, id, file, flags });
}

function printJson(summary: { id: SweepId; state: string; counts: TrialCounts; digest: string | null; elapsedSeconds: number }): void {
  const { id, state, counts, digest, elapsedSeconds } = summary;
  const trials = { total: counts.total, ok: counts.ok, failed: counts.failed };
  process.stdout.write(`${JSON.stringify({ sweep: id, state, trials, digest, elapsed_s: Math.round(elapsedSeconds * 1000) / 1000 })}\n`);
}

/** What to do next, on stderr, and the exit code. */
function explain({
  outcome,
  counts,
  id,
  file,
  flags,
}: {
  outcome: SweepOutcome;
  counts: TrialCounts;
  id: SweepId;
  file: string;
  flags: RunFlags;
}): ExitCode {
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  switch (outcome.kind) {
    case "complete":
      if (counts.failed === 0) return ExitCode.ok;
      say(
        `${counts.failed} of ${counts.total} trials failed; their rows say why: ${commandLine(["results", id, "--format", "csv"], { data: flags.data })}`,
      );
      return ExitCode.failedTrials;
    case "cancelled":
      say(`Sweep ${id} was cancelled.`);
      return ExitCode.error;
    case "failed":
      say(`spikefarm: ${outcome.code}: ${outcome.message}`);
      return ExitCode.error;
    case "halted": {
      const done = counts.total - counts.pending;
      if (outcome.code !== INTERRUPTED.code) say(`spikefarm: ${outcome.code}: ${outcome.message}`);
      const { data, modules, threads } = flags;
      const command = commandLine(["run", file], { data, modules, threads });
      say(`Stopped: ${done} of ${counts.total} trials are done and kept. Continue with: ${command}`);
      return outcome.code === INTERRUPTED.code ? ExitCode.interrupted : ExitCode.error;
    }
  }
}

/** Calls back on the first Ctrl-C (or SIGTERM); the second one ends the process at once. */
function onInterrupt(callback: () => void): () => void {
  let count = 0;
  const listener = (): void => {
    if (++count > 1) process.exit(ExitCode.interrupted);
    process.stderr.write("\nStopping; what is done is kept. Press Ctrl-C again to stop at once.\n");
    callback();
  };
  process.on("SIGINT", listener).on("SIGTERM", listener);
  return () => void process.off("SIGINT", listener).off("SIGTERM", listener);
}
