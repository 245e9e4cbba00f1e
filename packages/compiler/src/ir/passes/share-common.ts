// Common subexpressions: an operation with the same arguments is the same node (value numbering). + · = ∧ ∨ commute to the bit, so their
// arguments have one order. NaN has one constant; 0 and −0 are two.
//
// What is computed only where a condition holds (a section) is known there alone: elsewhere it is anything.

import type { Mask, Node } from "../program.js";
import type { Draft, LocalPass } from "./local-pass.js";

export const shareCommon: LocalPass = {
  name: "share common subexpressions",
  rewrite: ({ key }, { known }) => known.find(key),
};

/** A stretch of building within which things are computed only where a condition holds. */
export class Section {
  readonly known = new Map<string, number>();
  readonly condition: Mask;

  constructor(condition: Mask) {
    this.condition = condition;
  }
}

/** Nodes by what they compute: everywhere, and within the section at work. */
export class KnownNodes {
  readonly #everywhere = new Map<string, number>();
  section: Section | undefined;

  find(key: string): number | undefined {
    return this.#everywhere.get(key) ?? this.section?.known.get(key);
  }

  note(key: string, id: number, where: Section | undefined): void {
    (where?.known ?? this.#everywhere).set(key, id);
  }
}

const COMMUTING: ReadonlySet<Node["operation"]> = new Set(["add", "multiply", "equal", "both", "either"] as const);

/** An operation as it is known: its arguments in one order. */
export function draftOf(operation: Node["operation"], args: readonly number[], table?: number): Draft {
  const [a, b] = args as readonly [number, number];
  const ordered = a > b && COMMUTING.has(operation) ? [b, a] : args;
  return { operation, arguments: ordered, key: `${operation} ${table ?? ""} ${ordered.join(" ")}` };
}
