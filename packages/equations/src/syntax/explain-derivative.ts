// Derivatives as other notations write them: `d/dt v`, `d(v)/dt`, `ddt v`, `v'`, `dv/dT`, and those of higher order.

import type { Token } from "../text/tokens.js";
import { SyntaxProblem, type TokenStream } from "./token-stream.js";

const NOTATIONS: readonly RegExp[] = [/^d \/ dt (\( )?(\w+)( \))? =/, /^d (\( )?(\w+)( \))? \/ dt =/, /^ddt (\( )?(\w+)( \))? =/];
/** `d / dt ( v ) =` */
const MAX_TOKENS = 7;

/** The variable whose derivative is meant where the tokens from there on are one of another notation. */
export function derivativeMeant(tokens: readonly Token[], from: number): string | undefined {
  const first = tokens[from]?.text;
  if (first !== "d" && first !== "ddt") return undefined;
  const text = tokens
    .slice(from, from + MAX_TOKENS)
    .map((token) => token.text)
    .join(" ");
  return NOTATIONS.map((notation) => notation.exec(text)?.[2]).find((name) => name !== undefined);
}

/** The stream stands behind the first token of a derivative in another notation; undefined where it is none. */
export function explainNotation(stream: TokenStream, first: Token): SyntaxProblem | undefined {
  const tokens = [first];
  for (let ahead = 0; tokens.length < MAX_TOKENS; ahead++) {
    const token = stream.peek(ahead);
    if (token === undefined) break;
    tokens.push(token);
  }
  const name = derivativeMeant(tokens, 0);
  if (name === undefined) return undefined;
  const equals = tokens.findIndex((token) => token.text === "=");
  const span = { start: first.start, end: tokens[equals - 1]!.end };
  return new SyntaxProblem(span, "derivatives are written with dt", `write d${name}/dt`);
}

/** `d2v/dt2`, `dv/dT`: what stands before the = is a derivative of another kind. */
export function explainDerivative(stream: TokenStream, first: Token): SyntaxProblem {
  const below = stream.peek(1);
  const span = { start: first.start, end: below?.end ?? first.end };
  const name = first.text.replace(/^d2?/, "");
  if (/^d2./.test(first.text)) {
    const help = `write two equations: d${name}/dt = w : …, and dw/dt = … for the second derivative`;
    return new SyntaxProblem(span, "equations are of first order", help);
  }
  return new SyntaxProblem(span, "derivatives are written with dt", `write d${/^d./.test(first.text) ? name : first.text}/dt = …`);
}
