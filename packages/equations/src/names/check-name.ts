// Is a name well formed and free?

import type { DiagnosticList, SourceText, Span } from "@spikefarm/protocol";
import { type EquationsCode, reportAt, reportIn } from "../errors.js";
import { MAX_NAME_LENGTH } from "../limits.js";

const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

/** Where a name stands: in a text, or as a key of the document. */
export type NamePlace = { readonly source: SourceText; readonly span: Span } | { readonly path: string };

/** True where the name may be used; otherwise reports why not. */
export function checkName(
  name: string,
  reservation: (name: string) => string | undefined,
  place: NamePlace,
  diagnostics: DiagnosticList,
): boolean {
  const report = (code: EquationsCode, message: string, help: string): false => {
    if ("path" in place) reportAt(diagnostics, place.path, code, message, help);
    else reportIn(diagnostics, place, code, message, help);
    return false;
  };
  if (name.length > MAX_NAME_LENGTH) {
    return report("NAME_INVALID", `the name ${name.slice(0, MAX_NAME_LENGTH)}… is longer than ${MAX_NAME_LENGTH} characters`, "shorten it");
  }
  if (!NAME.test(name)) {
    return report("NAME_INVALID", `"${name}" is not a name`, "names are letters, digits and underscores, and start with a letter");
  }
  const reason = reservation(name);
  if (reason === undefined) return true;
  const short = name.slice(0, MAX_NAME_LENGTH - 5);
  const free = [`${short}_0`, `my_${short}`, `my_${short}_0`].find((candidate) => reservation(candidate) === undefined);
  return report("NAME_RESERVED", `${name} is ${reason}`, `choose another name${free === undefined ? "" : `, such as ${free}`}`);
}
