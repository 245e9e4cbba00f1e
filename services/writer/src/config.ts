// The writer's settings, from the environment: the one place that reads it.

import { hostname } from "node:os";
import { CodedError } from "@spikefarm/protocol";
import type { WriterCode } from "./errors.js";

export interface Config {
  readonly directory: string;
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly machine: string;
  readonly token: string | undefined;
  readonly logLevel: string;
}

const DEFAULT_PORT = "7071";
const LAST_PORT = 65_535;
const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

/** @throws CodedError STORE_CONFIG */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const value = (name: string): string | undefined => environment[name] || undefined; // compose sets what is absent to ""
  return {
    directory: value("SPIKEFARM_DATA") ?? "./.spikefarm",
    host: value("SPIKEFARM_HOST") ?? "127.0.0.1",
    port: portOf(value("SPIKEFARM_PORT") ?? DEFAULT_PORT),
    machine: value("SPIKEFARM_MACHINE") ?? hostname(),
    token: value("SPIKEFARM_TOKEN"),
    logLevel: logLevelOf(value("SPIKEFARM_LOG") ?? "info"),
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= LAST_PORT) return port;
  throw badSetting(`SPIKEFARM_PORT is "${text}"; give a whole number from 0 to ${LAST_PORT}.`);
}

function logLevelOf(text: string): string {
  if (LOG_LEVELS.includes(text)) return text;
  throw badSetting(`SPIKEFARM_LOG is "${text}"; give one of ${LOG_LEVELS.join(", ")}.`);
}

const badSetting = (message: string): CodedError => new CodedError("STORE_CONFIG" satisfies WriterCode, message);
