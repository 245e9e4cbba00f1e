// `random`: what each class of random numbers depends on (IDENTITY 16).

import type { DiagnosticList } from "@spikefarm/protocol";
import type { RandomClass, RandomPolicy } from "../checked-model.js";
import { reportAt } from "../errors.js";
import { nearestName } from "../names/nearest.js";
import { checkKeys, entryOf, quote, readMapping } from "./document-value.js";

type Policies = Readonly<Record<RandomClass, RandomPolicy>>;

const USUAL: Policies = { noise: "trial", initial: "trial", input: "trial", connectivity: "repeat" };
const CLASSES = Object.keys(USUAL) as readonly RandomClass[];
const POLICIES: readonly RandomPolicy[] = ["trial", "repeat", "sweep"];

/** The policy of every class, the usual one where none is given or it is wrong. */
export function checkRandom(value: unknown, path: string, diagnostics: DiagnosticList): Policies {
  const mapping = readMapping(value, path, diagnostics) ?? {};
  checkKeys(mapping, path, { known: CLASSES }, diagnostics);
  const policies: Record<RandomClass, RandomPolicy> = { ...USUAL };
  for (const name of CLASSES) {
    const given = entryOf(mapping, name);
    if (given === undefined) continue;
    const policy = POLICIES.find((known) => known === given);
    if (policy !== undefined) policies[name] = policy;
    else reportPolicy(given, `${path}.${name}`, diagnostics);
  }
  return policies;
}

function reportPolicy(given: unknown, path: string, diagnostics: DiagnosticList): void {
  const nearest = typeof given === "string" ? nearestName(given, POLICIES) : undefined;
  const help = nearest === undefined ? `the policies are ${POLICIES.join(", ")}` : `did you mean ${nearest}?`;
  reportAt(diagnostics, path, "MODEL_VALUE", `${quote(given)} is not a policy`, help);
}
