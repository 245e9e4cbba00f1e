// Where a worker process takes its settings from: the environment, then defaults. The one place that reads it.

import { availableParallelism, hostname } from "node:os";
import { CodedError } from "@spikefarm/protocol";
import type { WorkerCode } from "./errors.js";
import { type NativeSettings, readNativeSettings } from "./native-compiler.js";

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

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
  /** A file to write every other second, for a health check to look at. */
  readonly aliveFile: string | undefined;
  /** How long running tasks may go on after the first signal to end. */
  readonly graceSeconds: number;
  /** What this worker may take, all of its threads together; the machine's memory, or the container's, when absent. */
  readonly memoryMebibytes: number | undefined;
  readonly native: NativeSettings;
}

export function readWorkerConfig(environment: NodeJS.ProcessEnv = process.env): WorkerConfig {
  const text = (name: string): string | undefined => environment[name] || undefined; // compose sets what is absent to ""
  const number = (name: string, range: Range): number | undefined => numberOf(name, text(name), range);
  return {
    redisUrl: text("SPIKEFARM_REDIS_URL") ?? "redis://127.0.0.1:6379",
    writerUrl: text("SPIKEFARM_WRITER_URL") ?? "http://127.0.0.1:7071",
    coordinatorUrl: text("SPIKEFARM_COORDINATOR_URL"),
    threads: number("SPIKEFARM_THREADS", { from: 1, to: 1024, isWhole: true }) ?? availableParallelism(),
    modules: text("SPIKEFARM_MODULES"),
    machine: text("SPIKEFARM_MACHINE") ?? hostname(),
    token: text("SPIKEFARM_TOKEN"),
    logLevel: logLevelOf(text("SPIKEFARM_LOG") ?? "info"),
    data: text("SPIKEFARM_DATA"),
    aliveFile: text("SPIKEFARM_ALIVE"),
    graceSeconds: number("SPIKEFARM_GRACE_S", { from: 0, to: 86_400, isWhole: false }) ?? 30,
    memoryMebibytes: number("SPIKEFARM_MEMORY_MB", { from: 1, to: 1e9, isWhole: false }),
    native: readNativeSettings(environment),
  };
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly isWhole: boolean;
}

function numberOf(name: string, text: string | undefined, { from, to, isWhole }: Range): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (value >= from && value <= to && (!isWhole || Number.isInteger(value))) return value;
  throw notUnderstood(`${name}=${text}`, `a ${isWhole ? "whole " : ""}number from ${from} to ${to}`);
}

function logLevelOf(text: string): string {
  if (LOG_LEVELS.includes(text)) return text;
  throw notUnderstood(`SPIKEFARM_LOG=${text}`, `one of ${LOG_LEVELS.join(", ")}`);
}

function notUnderstood(setting: string, expected: string): CodedError {
  const code: WorkerCode = "WORKER_SETTING_INVALID";
  return new CodedError(code, `${setting} is not understood; give ${expected}.`);
}
