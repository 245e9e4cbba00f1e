// Which keys a mapping has: known ones, reserved ones ("not yet"), and strangers with the nearest name.

import type { Report } from "../errors.js";
import { suggest } from "../nearest-name.js";
import type { Mapping } from "./plain-value.js";

interface Keys {
  readonly known: readonly string[];
  readonly reserved?: readonly string[];
}

export function checkKeys(mapping: Mapping, { known, reserved = [] }: Keys, path: string, report: Report): void {
  for (const key of Object.keys(mapping)) {
    const keyPath = path === "" ? key : `${path}.${key}`;
    if (known.includes(key)) continue;
    if (reserved.includes(key))
      report.error(keyPath, "DOCUMENT_KEY_RESERVED", `${key} is reserved, not yet available`, "remove it for now");
    else report.error(keyPath, "DOCUMENT_KEY_UNKNOWN", `there is no key ${key} here`, suggest(key, known, reserved));
  }
}
