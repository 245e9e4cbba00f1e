// Numbers as other languages write them: 1_000, 0x10, and versions such as 1.5.2.

import type { Token } from "../text/tokens.js";
import { SyntaxProblem, type TokenStream } from "./token-stream.js";

const MAX_LENGTH = 40;

/** `token` stands right behind the number `last`, and cannot follow it; undefined where the two are no number of any language. */
export function explainNumber(stream: TokenStream, last: Token, token: Token): SyntaxProblem | undefined {
  if (last.kind !== "number" || last.end !== token.start) return undefined;
  const [text = ""] = /^[\w.]+/.exec(stream.source.text.slice(last.start, last.start + MAX_LENGTH)) ?? [];
  const span = { start: last.start, end: last.start + text.length };
  if (/^0(x[0-9a-f]+|o[0-7]+|b[01]+)$/i.test(text)) return new SyntaxProblem(span, "numbers are decimal", `write ${BigInt(text)}`);
  if (/^\d[\d_]*(\.[\d_]*)?(e[\d_]+)?$/i.test(text)) {
    return new SyntaxProblem(span, "a number has no _", `write ${text.replaceAll("_", "")}`);
  }
  return /^[\d.]+$/.test(text) ? new SyntaxProblem(span, "a number has one point", "remove the others") : undefined;
}
