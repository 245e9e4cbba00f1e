// Names that can stand in a table's header and in a space: identifiers that are no column of every table and no operator of spaces.
// A model's names are checked with the model; these are a module's.

import type { Report } from "../errors.js";
import { OPERATOR_NAMES } from "../space/check-space.js";

const TABLE_COLUMNS: readonly string[] = ["point", "repeat", "status", "error"];
const IDENTIFIER = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

/** True where the name cannot be used, which is reported. */
export function reportColumnName(name: string, path: string, report: Report): boolean {
  if (!IDENTIFIER.test(name)) {
    report.list.errorAt(path, "NAME_INVALID", `"${name}" is not a name`, "use letters, digits and _, a letter first, at most 64");
    return true;
  }
  const meaning = TABLE_COLUMNS.includes(name)
    ? "a column of every table"
    : OPERATOR_NAMES.includes(name)
      ? "an operator of spaces"
      : undefined;
  if (meaning === undefined) return false;
  report.list.errorAt(path, "NAME_RESERVED", `${name} is ${meaning}`, "rename it");
  return true;
}
