// The words in parentheses after a unit, and where each may stand.

import type { DiagnosticList, SourceText } from "@spikefarm/protocol";
import { reportIn } from "../errors.js";
import { nearestName } from "../names/nearest.js";
import type { Definition } from "../syntax/parse-equations.js";

const FLAGS: Readonly<Record<Definition["kind"], readonly string[]>> = {
  differential: ["unless refractory"],
  parameter: ["constant", "shared"],
  subexpression: ["shared", "constant over dt"],
};
/** Of synapses and of groups that read each other's variables. */
const RESERVED: ReadonlySet<string> = new Set(["linked", "event-driven", "clock-driven", "summed", "point current"]);
const KINDS: Readonly<Record<Definition["kind"], string>> = {
  differential: "a differential equation",
  parameter: "a value of each element",
  subexpression: "a subexpression",
};

/** The sound flags of a definition; the others are reported. */
export function checkFlags(definition: Definition, source: SourceText, diagnostics: DiagnosticList): ReadonlySet<string> {
  const { kind } = definition;
  const known = FLAGS[kind];
  const sound = new Set<string>();
  for (const flag of definition.flags) {
    const place = { source, span: flag };
    if (known.includes(flag.name)) {
      sound.add(flag.name);
    } else if (RESERVED.has(flag.name)) {
      reportIn(
        diagnostics,
        place,
        "MODEL_RESERVED_KEY",
        `the flag ${flag.name} is reserved, not yet part of the language`,
        "leave it out for now",
      );
    } else {
      const nearest = nearestName(flag.name, known);
      const list = `${KINDS[kind]} takes ${known.map((name) => `(${name})`).join(" and ")}`;
      reportIn(
        diagnostics,
        place,
        "EQUATIONS_FLAG",
        `${flag.name} is not a flag of ${KINDS[kind]}`,
        nearest === undefined ? list : `did you mean ${nearest}?`,
      );
    }
  }
  return sound;
}
