// Where settings come from: flags first, then the environment, then defaults. The one place that reads the environment.
//
// An empty variable is none: compose passes on as "" what is not set, and an empty token must never count as one. An empty flag is refused
// before it comes here (main.ts).

import { availableParallelism, hostname } from "node:os";
import { checkServiceUrl } from "@spikefarm/client";
import { CodedError } from "@spikefarm/protocol";
import { countOption, portOption } from "./options.js";

export interface Config {
  readonly data: string;
  readonly threads: number;
  /** Undefined: the folder `modules` beside the document. */
  readonly modules: string | undefined;
  readonly machine: string;
  /** The coordinator of a running farm. */
  readonly url: string;
  readonly token: string | undefined;
  readonly logLevel: string;
  /** False where NO_COLOR is set; a stream that is no terminal gets none either. */
  readonly hasColor: boolean;
  /** Variables that say where native kernels come from; the worker reads them. */
  readonly nativeVariables: Readonly<Record<string, string | undefined>>;
}

export interface Flags {
  readonly data?: string;
  readonly threads?: string;
  readonly modules?: string;
  readonly url?: string;
  readonly token?: string;
}

const DEFAULT_URL = "http://127.0.0.1:7070";

const MAX_THREADS = 1024;
const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];
const NATIVE_VARIABLES = ["SPIKEFARM_TARGET", "SPIKEFARM_CC", "SPIKEFARM_KERNELS", "XDG_CACHE_HOME", "PATH"];

/** @throws {CodedError} CLI_USAGE */
export function readConfig(flags: Flags, environment: NodeJS.ProcessEnv = process.env): Config {
  const text = textsOf(environment);
  return {
    data: flags.data ?? text("SPIKEFARM_DATA") ?? "./.spikefarm",
    threads:
      countOption("--threads", flags.threads, MAX_THREADS) ??
      countOption("SPIKEFARM_THREADS", text("SPIKEFARM_THREADS"), MAX_THREADS) ??
      availableParallelism(),
    modules: flags.modules ?? text("SPIKEFARM_MODULES"),
    machine: text("SPIKEFARM_MACHINE") ?? hostname(),
    url: flags.url ?? text("SPIKEFARM_COORDINATOR_URL") ?? DEFAULT_URL,
    token: flags.token ?? text("SPIKEFARM_TOKEN"),
    logLevel: logLevelOf(text("SPIKEFARM_LOG") ?? "warn"),
    hasColor: environment.NO_COLOR === undefined,
    nativeVariables: Object.fromEntries(NATIVE_VARIABLES.map((name) => [name, environment[name]])),
  };
}

const textsOf =
  (environment: NodeJS.ProcessEnv) =>
  (name: string): string | undefined =>
    environment[name] || undefined;

function logLevelOf(text: string): string {
  if (LOG_LEVELS.includes(text)) return text;
  throw new CodedError("CLI_USAGE", `SPIKEFARM_LOG ${text} is not a level; give one of ${LOG_LEVELS.join(", ")}.`);
}

export interface AddressFlags {
  readonly host?: string;
  readonly port?: string;
}

const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_PORT = 7070;

/** Where `up` listens. @throws {CodedError} CLI_USAGE */
export function readAddress(flags: AddressFlags, environment: NodeJS.ProcessEnv = process.env): { host: string; port: number } {
  const text = textsOf(environment);
  return {
    host: flags.host ?? text("SPIKEFARM_HOST") ?? DEFAULT_HOST,
    port: portOption("--port", flags.port) ?? portOption("SPIKEFARM_PORT", text("SPIKEFARM_PORT")) ?? DEFAULT_PORT,
  };
}

/** Flags of the services' commands, by the variable that each stands for. */
const SERVICE_VARIABLES = {
  data: "SPIKEFARM_DATA",
  host: "SPIKEFARM_HOST",
  port: "SPIKEFARM_PORT",
  redis: "SPIKEFARM_REDIS_URL",
  writer: "SPIKEFARM_WRITER_URL",
  coordinator: "SPIKEFARM_COORDINATOR_URL",
  threads: "SPIKEFARM_THREADS",
  modules: "SPIKEFARM_MODULES",
  machine: "SPIKEFARM_MACHINE",
  token: "SPIKEFARM_TOKEN",
} as const;

export type ServeFlags = { readonly [Flag in keyof typeof SERVICE_VARIABLES]?: string };

/**
 * Puts a service's flags where its own configuration looks for them. What it could not use is refused here, by the flag's own name.
 * @throws {CodedError} CLI_USAGE, CLIENT_URL_INVALID
 */
export function provideEnvironment(flags: ServeFlags, environment: NodeJS.ProcessEnv = process.env): void {
  countOption("--threads", flags.threads, MAX_THREADS);
  portOption("--port", flags.port);
  if (flags.writer !== undefined) checkServiceUrl(flags.writer, "--writer");
  if (flags.coordinator !== undefined) checkServiceUrl(flags.coordinator, "--coordinator");
  for (const [flag, variable] of Object.entries(SERVICE_VARIABLES)) {
    const value = flags[flag as keyof ServeFlags];
    if (value !== undefined) environment[variable] = value;
  }
}
