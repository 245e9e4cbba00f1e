// spikefarm check FILE: every diagnostic of a document, and the plan a run would follow.

import { describePlan } from "@spikefarm/coordinator";
import type { Flags } from "../config.js";
import { ExitCode } from "../exit-codes.js";
import { renderLines } from "../render-lines.js";
import { printDiagnostics } from "../report-error.js";
import { withDocument } from "../with-document.js";

export function check(file: string, flags: Flags & { readonly json?: boolean }): Promise<ExitCode> {
  return withDocument(file, flags, ({ plan, warnings }) => {
    printDiagnostics(warnings);
    const description = describePlan(plan);
    const text = renderLines(Object.entries(description).map(([label, value]) => [`${label.replaceAll("_", " ")}:`, String(value)]));
    process.stdout.write(flags.json === true ? `${JSON.stringify(description, null, 2)}\n` : text);
    return ExitCode.ok;
  });
}
