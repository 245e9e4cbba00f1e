// Where a coordinator process takes its settings from: the environment, then defaults. The one place that reads it.

import { isLoopback } from "@spikefarm/http";
import { CodedError } from "@spikefarm/protocol";

export interface CoordinatorConfig {
  readonly redisUrl: string;
  readonly writerUrl: string;
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Undefined where only this machine may ask. */
  readonly token: string | undefined;
  readonly logLevel: string;
}

const MAX_PORT = 65_535;
const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

/** @throws CodedError COORDINATOR_CONFIG, COORDINATOR_NEEDS_TOKEN */
export function readCoordinatorConfig(environment: NodeJS.ProcessEnv = process.env): CoordinatorConfig {
  const config: CoordinatorConfig = {
    redisUrl: environment.SPIKEFARM_REDIS_URL || "redis://127.0.0.1:6379",
    writerUrl: environment.SPIKEFARM_WRITER_URL || "http://127.0.0.1:7071",
    host: environment.SPIKEFARM_HOST || "127.0.0.1",
    port: portOf(environment.SPIKEFARM_PORT || "7070"),
    token: environment.SPIKEFARM_TOKEN || undefined, // an empty variable is one that compose passes on unset
    logLevel: levelOf(environment.SPIKEFARM_LOG || "info"),
  };
  if (config.token === undefined && !isLoopback(config.host)) throw needsToken(config.host);
  return config;
}

const needsToken = (host: string): CodedError =>
  new CodedError(
    "COORDINATOR_NEEDS_TOKEN",
    `SPIKEFARM_HOST=${host} lets other machines in: set SPIKEFARM_TOKEN, the same for every service, or leave SPIKEFARM_HOST at 127.0.0.1.`,
  );

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= MAX_PORT) return port;
  throw new CodedError("COORDINATOR_CONFIG", `SPIKEFARM_PORT=${text} is no port; give a whole number from 0 to ${MAX_PORT}.`);
}

function levelOf(text: string): string {
  if (LEVELS.includes(text)) return text;
  throw new CodedError("COORDINATOR_CONFIG", `SPIKEFARM_LOG=${text} is no level; give one of ${LEVELS.join(", ")}.`);
}
