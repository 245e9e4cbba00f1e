// docker-compose.yml as Compose reads it: merge keys, and variables of the environment in every text.
//
//   ${NAME}   ${NAME:-what stands when it is not set or empty, with variables}   ${NAME:?why it must be set}

import { readFileSync } from "node:fs";
import { parse } from "yaml";

export interface ComposeService {
  readonly image?: string;
  readonly build?: string;
  readonly user: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks: readonly string[];
  readonly healthcheck: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly restart: string;
  readonly init: boolean;
  readonly read_only: boolean;
  readonly tmpfs: readonly string[];
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** Rejects, as Compose does, where a variable that must be set is not. */
export function readComposeFile(file: string, environment: Readonly<Record<string, string>>): ComposeFile {
  return interpolate(parse(readFileSync(file, "utf8"), { merge: true }), environment) as ComposeFile;
}

function interpolate(value: unknown, environment: Readonly<Record<string, string>>): unknown {
  if (typeof value === "string") return interpolateText(value, environment);
  if (Array.isArray(value)) return value.map((item) => interpolate(item, environment));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolate(item, environment)]));
}

const VARIABLE = /\$\{(\w+)(?::([-?])((?:[^{}]|\{[^{}]*\})*))?\}/g;

function interpolateText(text: string, environment: Readonly<Record<string, string>>): string {
  return text.replaceAll(VARIABLE, (_, name: string, operator: string | undefined, rest: string) => {
    const value = environment[name] ?? "";
    if (value !== "") return value;
    if (operator === "?") throw new Error(`required variable ${name} is missing a value: ${rest}`);
    return operator === "-" ? interpolateText(rest, environment) : "";
  });
}
