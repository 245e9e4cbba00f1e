// spikefarm check FILE: every diagnostic of a document, and the plan a run would follow.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Flags, readConfig } from "../config.js";
import { describePlan } from "@spikefarm/coordinator";
import { ExitCode } from "../exit-codes.js";
import { openDocument } from "../open-document.js";
import { renderLines } from "../render-lines.js";
import { printDiagnostics } from "../report-error.js";

export async function check(file: string, flags: Flags & { readonly json?: boolean }): Promise<ExitCode> {
  const data = await mkdtemp(join(tmpdir(), "spikefarm-check-")); // a module is bundled there, and nothing is left behind
  try {
    const { plan, warnings } = await openDocument(file, readConfig({ ...flags, data }));
    printDiagnostics(warnings);
    const description = describePlan(plan);
    const text = renderLines(Object.entries(description).map(([label, value]) => [`${label.replaceAll("_", " ")}:`, String(value)]));
    process.stdout.write(flags.json === true ? `${JSON.stringify(description, null, 2)}\n` : text);
    return ExitCode.ok;
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}
