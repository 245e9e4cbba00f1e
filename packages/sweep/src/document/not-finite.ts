// Numbers of a document that are none, after they have been reported where they stand in the text.
//
// In their place goes a text that no check takes for a number, so that nothing is concluded from a value that nobody wrote; what the checks
// say of that text itself would be the same mistake once more.

import type { Report } from "../errors.js";
import { isMapping } from "./plain-value.js";

const NOT_FINITE = "(not a finite number)";

/** Nests no deeper than what was parsed. */
export function withoutNotFinite(value: unknown, report: Report, path = ""): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) {
    report.list.settle(path);
    return NOT_FINITE;
  }
  const at = (key: string | number): string => (path === "" ? String(key) : `${path}.${key}`);
  if (Array.isArray(value)) return value.map((item, index) => withoutNotFinite(item, report, at(index)));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutNotFinite(item, report, at(key))]));
}
