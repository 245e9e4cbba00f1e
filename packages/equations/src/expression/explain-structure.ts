// Two units differ because of how a text is put together: a unit that multiplies where it was meant to divide, noise without its root.

import { isNoiseName } from "../names/builtins.js";
import type { NamedValue } from "../names/scope.js";
import { type SyntaxNode, visitSyntax } from "../syntax/syntax-tree.js";
import { type Dimension, divideDimensions, isSameDimension, raiseDimension, SECOND } from "../units/dimension.js";
import { findUnit } from "../units/unit-names.js";

interface Sided {
  readonly node: SyntaxNode;
  readonly dimension: Dimension;
}

/** Help where `a/b*unit` in a text has not the unit that is wanted, and `a/(b*unit)` has. */
export function unitThatDivides({ node, dimension }: Sided, wanted: Dimension, text: string): string | undefined {
  if (node.kind !== "binary" || (node.operator !== "*" && node.operator !== "/")) return undefined;
  const { left, right, operator } = node;
  if (operator === "*" && left.kind === "binary" && left.operator === "/" && left.inner === undefined && right.kind === "name") {
    const unit = findUnit(right.name);
    if (unit !== undefined && isSameDimension(divideDimensions(dimension, raiseDimension(unit.dimension, 2)), wanted)) {
      const [dividend, divisor] = [left.left, left.right].map(({ start, end }) => shorten(text.slice(start, end)));
      return `write ${dividend}/(${divisor}*${right.name}): what follows a / and its divisor multiplies`;
    }
  }
  return unitThatDivides({ node: left, dimension }, wanted, text);
}

const MAX_QUOTED = 40;
const shorten = (text: string): string => (text.length > MAX_QUOTED ? "…" : text.replaceAll(/\s+/g, " "));

const ROOT_OF_SECOND = raiseDimension(SECOND, 1, 2);

/** Help where `sigma*xi` stands beside what changes by the second: `sigma*xi/sqrt(tau)`. */
export function noiseWithoutRoot(
  sides: readonly [Sided, Sided],
  scope: { readonly values: ReadonlyMap<string, NamedValue> },
  textOf: (node: SyntaxNode) => string,
): string | undefined {
  const [noise, other] = hasNoise(sides[0].node) ? sides : [sides[1], sides[0]];
  if (!hasNoise(noise.node) || !isSameDimension(divideDimensions(noise.dimension, other.dimension), ROOT_OF_SECOND)) return undefined;
  const times = [...scope.values].filter(([, { from, dimension }]) => from !== "builtin" && isSameDimension(dimension, SECOND));
  const text = textOf(noise.node);
  const divided = noise.node.kind === "binary" && /[-+]/.test(noise.node.operator) ? `(${text})` : text;
  return `noise needs the root of a time constant: write ${divided}/sqrt(${times[0]?.[0] ?? "tau"})`;
}

function hasNoise(node: SyntaxNode): boolean {
  let found = false;
  visitSyntax(node, (inner) => {
    found ||= inner.kind === "name" && isNoiseName(inner.name);
  });
  return found;
}
