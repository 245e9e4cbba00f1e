// Where settings come from: flags first, then the environment, then defaults. The one place that reads the environment.

import { availableParallelism, hostname } from "node:os";
import { CodedError } from "@spikefarm/protocol";

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
const NATIVE_VARIABLES = ["SPIKEFARM_TARGET", "SPIKEFARM_CC", "SPIKEFARM_KERNELS", "XDG_CACHE_HOME", "PATH"];

export function readConfig(flags: Flags, environment: NodeJS.ProcessEnv = process.env): Config {
  return {
    data: flags.data ?? environment.SPIKEFARM_DATA ?? "./.spikefarm",
    threads: threadsOf(flags.threads ?? environment.SPIKEFARM_THREADS),
    modules: flags.modules ?? environment.SPIKEFARM_MODULES,
    machine: environment.SPIKEFARM_MACHINE ?? hostname(),
    url: flags.url ?? environment.SPIKEFARM_COORDINATOR_URL ?? DEFAULT_URL,
    token: flags.token ?? environment.SPIKEFARM_TOKEN,
    logLevel: environment.SPIKEFARM_LOG ?? "warn",
    hasColor: environment.NO_COLOR === undefined,
    nativeVariables: Object.fromEntries(NATIVE_VARIABLES.map((name) => [name, environment[name]])),
  };
}

function threadsOf(text: string | undefined): number {
  if (text === undefined) return availableParallelism();
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MAX_THREADS) return count;
  throw new CodedError("CLI_USAGE", `--threads ${text} is not a number of threads; give a whole number from 1 to ${MAX_THREADS}.`);
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

/** Puts a service's flags where its own configuration looks for them. */
export function provideEnvironment(flags: ServeFlags, environment: NodeJS.ProcessEnv = process.env): void {
  for (const [flag, variable] of Object.entries(SERVICE_VARIABLES)) {
    const value = flags[flag as keyof ServeFlags];
    if (value !== undefined) environment[variable] = value;
  }
}
