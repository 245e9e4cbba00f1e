// Where a worker process takes its settings from: the environment, then defaults. The one place that reads it.

import { availableParallelism, hostname } from "node:os";
import { CodedError } from "@spikefarm/protocol";
import type { WorkerCode } from "./errors.js";

export interface WorkerConfig {
  readonly redisUrl: string;
  readonly writerUrl: string;
  /** Without one the worker announces itself to nobody; the queue and the writer are enough to work. */
  readonly coordinatorUrl: string | undefined;
  readonly threads: number;
  /** The folder of module files, if any. */
  readonly modules: string | undefined;
  readonly machine: string;
  readonly token: string | undefined;
  readonly logLevel: string;
  /** Where bundled modules are kept; a folder of the process's own when absent. */
  readonly data: string | undefined;
  /** How long running tasks may go on after the first signal to end. */
  readonly graceSeconds: number;
  /** What the arrays of one thread's trials may take; worked out from the machine when absent. */
  readonly memoryMebibytes: number | undefined;
}

export function readWorkerConfig(environment: NodeJS.ProcessEnv = process.env): WorkerConfig {
  const number = (name: string, range: Range): number | undefined => numberOf(name, environment[name], range);
  return {
    redisUrl: environment.SPIKEFARM_REDIS_URL ?? "redis://127.0.0.1:6379",
    writerUrl: environment.SPIKEFARM_WRITER_URL ?? "http://127.0.0.1:7071",
    coordinatorUrl: environment.SPIKEFARM_COORDINATOR_URL,
    threads: number("SPIKEFARM_THREADS", { from: 1, to: 1024, isWhole: true }) ?? availableParallelism(),
    modules: environment.SPIKEFARM_MODULES,
    machine: environment.SPIKEFARM_MACHINE ?? hostname(),
    token: environment.SPIKEFARM_TOKEN,
    logLevel: environment.SPIKEFARM_LOG ?? "info",
    data: environment.SPIKEFARM_DATA,
    graceSeconds: number("SPIKEFARM_GRACE_S", { from: 0, to: 86_400, isWhole: false }) ?? 30,
    memoryMebibytes: number("SPIKEFARM_MEMORY_MB", { from: 1, to: 1e9, isWhole: false }),
  };
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly isWhole: boolean;
}

function numberOf(name: string, text: string | undefined, { from, to, isWhole }: Range): number | undefined {
  if (text === undefined || text === "") return undefined;
  const value = Number(text);
  if (value >= from && value <= to && (!isWhole || Number.isInteger(value))) return value;
  const code: WorkerCode = "WORKER_SETTING_INVALID";
  throw new CodedError(code, `${name}=${text} is not understood; give a ${isWhole ? "whole " : ""}number from ${from} to ${to}.`);
}
