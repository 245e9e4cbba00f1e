// Points and brackets behind a name: `np.exp(x)`, `G.v`, `v[0]`.

import type { Token } from "../text/tokens.js";
import type { SyntaxNode } from "./syntax-tree.js";
import { SyntaxProblem, type TokenStream } from "./token-stream.js";

export const PER_ELEMENT = "a text speaks of each element: tell them apart by i, as in i == 0";

/** `np.exp(x)`, `G.v`. */
export function explainAttribute(stream: TokenStream, point: Token): SyntaxProblem {
  const [owner, name] = [stream.last, stream.peek(1)];
  const message = "attributes are not part of the language here";
  if (name?.kind !== "name") return new SyntaxProblem(point, message, "name the variable alone, as in v");
  if (owner !== undefined && isLibrary(owner.text)) return explainLibrary(stream, owner);
  return new SyntaxProblem(point, message, `name the variable alone, as in ${name.text}`);
}

/** True for what numerical functions are usually called through. */
export const isLibrary = (name: string): boolean => /^(np|numpy|math|Math|scipy|brian2|b2)$/.test(name);

/** The stream stands at the point behind a library's name. */
export function explainLibrary(stream: TokenStream, owner: Token): SyntaxProblem {
  const [, name] = [stream.next(), stream.next() ?? owner];
  let end = name.end;
  let depth = 0;
  for (let next = stream.peek(); next !== undefined && (depth > 0 || next.text === "("); next = stream.peek()) {
    depth += next.text === "(" ? 1 : next.text === ")" ? -1 : 0;
    end = next.end;
    stream.next();
    if (depth === 0) break;
  }
  const help = `write ${stream.textOf({ start: name.start, end })}`;
  return new SyntaxProblem({ start: owner.start, end }, "functions are called by their name alone", help);
}

/** `v[0]`; in outputs `final(G[0])` and `trace(G.v[0])`. */
export function explainIndex(stream: TokenStream, left: SyntaxNode | undefined, dialect: "model" | "outputs"): SyntaxProblem {
  const [bracket, index] = [stream.peek()!, stream.peek(1)];
  if (dialect === "model") return new SyntaxProblem(bracket, "indexing is not part of the language", PER_ELEMENT);
  const of = left?.kind === "member" ? stream.textOf(left) : left?.kind === "name" ? `${left.name}.v` : "G.v";
  const help = `elements are chosen by of=, as in trace(${of}, of=[${index?.kind === "number" ? index.text : "0"}])`;
  return new SyntaxProblem(bracket, "indexing is not part of the language", help);
}
