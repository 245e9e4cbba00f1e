// Numbers as other languages write them: 1_000, 0x10, 1,5, and what is no number at all: 1.5.2.

import type { Token } from "../text/tokens.js";
import { SyntaxProblem, type TokenStream } from "./token-stream.js";

const MAX_LENGTH = 40;

/** `token` stands right behind the number `last`, and cannot follow it; undefined where the two are no number of any language. */
export function explainNumber(stream: TokenStream, last: Token, token: Token): SyntaxProblem | undefined {
  if (last.kind !== "number" || token.kind === "symbol" || last.end !== token.start) return undefined;
  const [text = ""] = /^[\w.]+/.exec(stream.source.text.slice(last.start, last.start + MAX_LENGTH)) ?? [];
  const span = { start: last.start, end: last.start + text.length };
  if (/^0(x[0-9a-f]+|o[0-7]+|b[01]+)$/i.test(text)) return new SyntaxProblem(span, "numbers are decimal", `write ${BigInt(text)}`);
  if (text.includes("_") && /^\d[\d_]*(\.[\d_]*)?(e[\d_]+)?$/i.test(text)) {
    return new SyntaxProblem(span, "a number has no _", `write ${text.replaceAll("_", "")}`);
  }
  return /^[\d.]+$/.test(text) ? new SyntaxProblem(span, "a number has one point", "remove the others") : undefined;
}

/** `10,5*mV`: a comma behind a number, and a number behind that. */
export function explainDecimalComma(last: Token, next: Token): SyntaxProblem {
  const written = `${last.text}.${next.text}`;
  const isOfThousands = /^\d{3}$/.test(next.text) && /^\d{1,3}$/.test(last.text) && last.text !== "0";
  const help = isOfThousands ? `write ${written}, or ${last.text}${next.text} if thousands are meant` : `write ${written}`;
  return new SyntaxProblem({ start: last.start, end: next.end }, "a decimal has a point", help);
}
