// Reading the plain values of a document: mappings with known keys, and texts.

import type { DiagnosticList, SourceText } from "@spikefarm/protocol";
import { reportAt } from "../errors.js";
import { nearestName } from "../names/nearest.js";

export type Mapping = Readonly<Record<string, unknown>>;

export const isMapping = (value: unknown): value is Mapping => typeof value === "object" && value !== null && !Array.isArray(value);

/** The value of a key of the mapping itself, never of its prototype. */
export const entryOf = (mapping: Mapping, key: string): unknown => (Object.hasOwn(mapping, key) ? mapping[key] : undefined);

/** A mapping; undefined after reporting. Absent (undefined or null) counts as empty. */
export function readMapping(value: unknown, path: string, diagnostics: DiagnosticList): Mapping | undefined {
  if (value === undefined || value === null) return {};
  if (isMapping(value)) return value;
  return reportAt(diagnostics, path, "MODEL_VALUE", `this must be a mapping of names to values, not ${describe(value)}`);
}

interface Keys {
  readonly known: readonly string[];
  readonly reserved?: readonly string[];
  /** Keys that have another name here: by the name they have elsewhere, theirs here. */
  readonly renamed?: Readonly<Record<string, string>>;
}

/** Reports keys that are not known, and known ones that are not there yet. */
export function checkKeys(mapping: Mapping, path: string, keys: Keys, diagnostics: DiagnosticList): void {
  for (const key of Object.keys(mapping)) {
    if (keys.known.includes(key)) continue;
    const place = `${path}.${key}`;
    if (keys.reserved?.includes(key)) {
      reportAt(diagnostics, place, "MODEL_RESERVED_KEY", `${key} is reserved, not yet part of the language`, "leave it out for now");
      continue;
    }
    reportAt(diagnostics, place, "MODEL_UNKNOWN_KEY", `${key} is not a key of ${path}`, keyHelp(key, keys));
  }
}

function keyHelp(key: string, { known, renamed = {} }: Keys): string {
  if (Object.hasOwn(renamed, key)) return `it is called ${renamed[key]} here`;
  const nearest = nearestName(key, known);
  return nearest === undefined ? `the keys here are ${known.join(", ")}` : `did you mean ${nearest}?`;
}

/** A text, number or boolean as a text of the language; a list of lines is a block. Undefined after reporting. */
export function readText(value: unknown, path: string, diagnostics: DiagnosticList): SourceText | undefined {
  const text = textOf(value);
  if (text !== undefined) return { path, text };
  const lines: readonly unknown[] = Array.isArray(value) && value.some((line) => typeof line === "string" || isMapping(line)) ? value : [];
  const wrong = lines.findIndex((line) => typeof line !== "string");
  if (wrong >= 0) return reportLine(lines[wrong], `${path}.${wrong}`, diagnostics);
  return reportAt(diagnostics, path, "MODEL_VALUE", `this must be a text or a number, not ${describe(value)}`);
}

/** `- x : 1` without quotes is a mapping to YAML, `- 3` a number. */
function reportLine(line: unknown, path: string, diagnostics: DiagnosticList): undefined {
  const [entry, ...others] = isMapping(line) ? Object.entries(line) : [];
  const [name = "", rest] = entry ?? [];
  const text = entry !== undefined && others.length === 0 && rest !== null ? textOf(rest) : undefined;
  if (text === undefined)
    return reportAt(diagnostics, path, "MODEL_VALUE", `this line must be a text, not ${describe(line)}`, "put it in quotes");
  const message = `the line "${name}: …" was read as a key and a value`;
  return reportAt(diagnostics, path, "MODEL_VALUE", message, `put it in quotes: "${name} : ${text}"`);
}

/** The text a value stands for; a bare number is its shortest decimal. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : undefined;
  if (Array.isArray(value) && value.length > 0 && value.every((line) => typeof line === "string")) return value.join("\n");
  return undefined;
}

/** What a value is, in words. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return typeof value === "string" ? "a text" : `a ${typeof value}`;
}

/** A value as a message quotes it. */
export function quote(value: unknown): string {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return describe(value);
  const text = String(value);
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
}

const MAX_QUOTED = 40;
