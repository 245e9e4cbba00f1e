// Is a value plain data? Documents also come as objects (HTTP, TypeScript), where anything may be in them.

import type { Report } from "../errors.js";
import { MAX_DEPTH } from "./nesting-depth.js";

const UNSAFE_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

export const isUnsafeKey = (key: string): boolean => UNSAFE_KEYS.has(key);

export type Mapping = Readonly<Record<string, unknown>>;

export const isMapping = (source: unknown): source is Mapping => typeof source === "object" && source !== null && !Array.isArray(source);

/** True where a value consists of null, booleans, finite numbers, texts, lists and mappings alone; reports the first thing that is not. */
export function checkPlain(value: unknown, path: string, report: Report, depth = 0): boolean {
  if (depth > MAX_DEPTH) {
    report.error(path, "DOCUMENT_TOO_DEEP", `values are nested more than ${MAX_DEPTH} deep`, "flatten the document");
    return false;
  }
  if (isPlainScalar(value)) return true;
  const at = (key: string | number): string => (path === "" ? String(key) : `${path}.${key}`);
  if (Array.isArray(value)) return value.every((item, index) => isPlainScalar(item) || checkPlain(item, at(index), report, depth + 1));
  if (typeof value === "object" && isPlainObject(value)) {
    return Object.entries(value).every(([key, item]) => {
      if (!isUnsafeKey(key)) return checkPlain(item, at(key), report, depth + 1);
      report.error(at(key), "DOCUMENT_KEY_UNSAFE", `the key "${key}" is refused`, "rename it");
      return false;
    });
  }
  report.error(
    path,
    "DOCUMENT_VALUE",
    `a ${typeof value} is not plain data`,
    "write a finite number, a text, true, false, a list or a mapping",
  );
  return false;
}

function isPlainScalar(value: unknown): value is null | boolean | string | number {
  if (typeof value === "number") return Number.isFinite(value);
  return value === null || typeof value === "boolean" || typeof value === "string";
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
