// The units people read values in. Stored values are always in SI base units.

import { Rational } from "@spikefarm/numerics";
import { DiagnosticList, type SourceText } from "@spikefarm/protocol";
import type { SyntaxNode } from "../syntax/syntax-tree.js";
import { parseUnitText } from "./parse-unit.js";
import { findUnit } from "./unit-names.js";

/** A value in SI base units, in the unit `display`: 0.009 in mV is 9. */
export function toDisplay(value: number, display: string): number {
  if (!Number.isFinite(value)) return value;
  return Rational.fromShortest(value).divide(scaleOf(display)).toNumber();
}

/** The inverse: 9 in mV is 0.009. */
export function fromDisplay(value: number, display: string): number {
  if (!Number.isFinite(value)) return value;
  return Rational.fromShortest(value).multiply(scaleOf(display)).toNumber();
}

/** By text; documents name few units, so this stays small. */
const scales = new Map<string, Rational>();

function scaleOf(display: string): Rational {
  const known = scales.get(display);
  if (known !== undefined) return known;
  const unit = parseUnitText({ path: "", text: display }, new DiagnosticList());
  if (unit === undefined) throw new RangeError(`"${display}" is not a unit; checked documents hold units only.`);
  if (scales.size >= MAX_CACHED_SCALES) scales.clear();
  scales.set(display, unit.scale);
  return unit.scale;
}

const MAX_CACHED_SCALES = 1_000;

/** The unit a quantity is written in: `mV` of `-60*mV` or `mV`, `siemens/metre**2` of `3*siemens/metre**2`; undefined for anything else. */
export function displayUnitOf(node: SyntaxNode, source: SourceText): string | undefined {
  const parts: string[] = [];
  let rest = node;
  while (rest.kind === "binary" && (rest.operator === "*" || rest.operator === "/") && isUnit(rest.right)) {
    parts.unshift(rest.operator, textOf(rest.right, source));
    rest = rest.left;
  }
  if (isUnit(rest)) return textOf(rest, source) + parts.join("");
  if (parts.length === 0 || !isLiteral(rest)) return undefined;
  return parts[0] === "*" ? parts.slice(1).join("") : `1${parts.join("")}`;
}

const textOf = (node: SyntaxNode, source: SourceText): string => source.text.slice(node.start, node.end).replaceAll(/[\s()]+/g, "");

function isUnit(node: SyntaxNode): boolean {
  if (node.kind === "name") return findUnit(node.name) !== undefined;
  return node.kind === "binary" && node.operator === "**" && node.left.kind === "name" && isUnit(node.left) && isPower(node.right);
}

function isPower(node: SyntaxNode): boolean {
  if (node.kind === "sign") return node.operator === "-" && isPower(node.operand);
  return node.kind === "number" && /^\d$/.test(node.text);
}

const isLiteral = (node: SyntaxNode): boolean => node.kind === "number" || (node.kind === "sign" && isLiteral(node.operand));
