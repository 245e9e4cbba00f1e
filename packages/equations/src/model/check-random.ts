// `random`: what each class of random numbers depends on. The words are checked; streams arrive with the functions that draw.

import type { DiagnosticList } from "@spikefarm/protocol";
import { reportAt } from "../errors.js";
import { checkKeys, quote, readMapping } from "./document-value.js";

const CLASSES = ["noise", "initial", "input", "connectivity"];
const POLICIES = ["trial", "repeat", "sweep"];

export function checkRandom(value: unknown, path: string, diagnostics: DiagnosticList): void {
  const mapping = readMapping(value, path, diagnostics) ?? {};
  checkKeys(mapping, path, { known: CLASSES }, diagnostics);
  for (const [name, policy] of Object.entries(mapping)) {
    if (!CLASSES.includes(name) || POLICIES.some((known) => known === policy)) continue;
    reportAt(diagnostics, `${path}.${name}`, "MODEL_VALUE", `${quote(policy)} is not a policy`, `the policies are ${POLICIES.join(", ")}`);
  }
}
