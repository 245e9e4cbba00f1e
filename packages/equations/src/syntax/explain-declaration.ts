// What cannot follow the unit of an equation, and what is usually meant by it.

import type { Span } from "@spikefarm/protocol";
import type { Token } from "../text/tokens.js";
import { explainUnitOperator } from "../units/explain-unit.js";
import type { Unit } from "../units/unit-names.js";
import { SyntaxProblem, type TokenStream } from "./token-stream.js";

/** The stream stands behind the unit and its flags, at something else. */
export function explainAfterUnit(
  stream: TokenStream,
  { unit, unitSpan }: { readonly unit: Unit | "boolean" | "integer"; readonly unitSpan: Span },
): SyntaxProblem {
  const rest = stream.peek()!;
  if (rest.opensLine) return explainLine(rest);
  const message = `${rest.text} does not belong after the unit`;
  const flags = flagsMeant(stream);
  if (flags !== undefined) return new SyntaxProblem(rest, message, `write flags in parentheses, as in (${flags})`);
  if (typeof unit === "string" && (rest.text === "*" || rest.text === "/")) {
    return new SyntaxProblem(rest, `${unit} is a type, which has no unit`, `declare ${unit}, or the unit alone`);
  }
  const operator = explainUnitOperator(stream, unitSpan);
  if (operator !== undefined) return operator;
  return new SyntaxProblem(rest, message, "start the next equation on its own line");
}

/** A line that starts no equation was read on from the one before. */
function explainLine(first: Token): SyntaxProblem {
  const message = first.kind === "name" ? `${first.text} must be followed by = or :` : `an equation cannot start with ${first.text}`;
  return new SyntaxProblem(first, message, first.kind === "number" ? "a name starts with a letter" : FORMS);
}

export const FORMS = "equations are dv/dt = … : volt, x = … : unit, or x : unit";

const FLAG_WORDS: ReadonlySet<string> = new Set(["unless", "constant", "shared", "linked"]);

/** `unless refractory`, `, constant`, `[shared]`: the flags that the rest of the line names. */
function flagsMeant(stream: TokenStream): string | undefined {
  const first = stream.peek()!;
  const opening = ["[", "{", ","].includes(first.text) ? 1 : 0;
  if (!FLAG_WORDS.has(stream.peek(opening)?.text ?? "")) return undefined;
  const flags: string[] = [];
  for (let ahead = opening; ; ahead++) {
    const token = stream.peek(ahead);
    if (token?.text === ",") flags.push(",");
    else if (token?.kind === "name") flags.push(flags.length === 0 || flags.at(-1) === "," ? token.text : ` ${token.text}`);
    else return flags.join("").replace(/,+$/, "").replaceAll(",", ", ");
  }
}
