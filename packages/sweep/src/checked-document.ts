// A document that has been checked, and the plan made from it.

import type { CheckedModel } from "@spikefarm/equations";
import type { Column, PartRecord } from "@spikefarm/protocol";

/** The value of a swept parameter at a point, in SI. */
export type PointValue = number | boolean | string;

/** One axis: its values are computed from the index, exactly (IDENTITY 1, 2). */
export interface Axis {
  readonly name: string;
  readonly length: number;
  valueAt(index: number): PointValue;
  /** Every index that has this value, ascending. */
  indicesOf(value: PointValue): readonly number[];
  /** A value that it has more than once; undefined where there is none, or none near an end of a long line. */
  repeatedValue(): PointValue | undefined;
}

export type Space =
  | { readonly kind: "axis"; readonly axis: Axis }
  | { readonly kind: "product"; readonly factors: readonly Space[] }
  | { readonly kind: "zip"; readonly spaces: readonly Space[] };

export interface CheckedSweep {
  readonly space: Space;
  readonly repeats: number;
  readonly seed: number;
  /** Seconds without a report before a module's trial is given up. */
  readonly timeoutSeconds: number;
  readonly attempts: number;
  /** Failed trials after which the sweep stops; infinite by default. */
  readonly maxFailures: number;
}

/** What a module announces (its exports `parameters` and `outputs`), read by a worker. */
export interface ModuleSchema {
  readonly name: string;
  /** SHA-256, hex, of the bundled source. */
  readonly hash: string;
  /** The exports, JSON. */
  readonly parameters: unknown;
  readonly outputs: unknown;
}

export type CheckedTask =
  | { readonly kind: "model"; readonly model: CheckedModel }
  | {
      readonly kind: "module";
      readonly name: string;
      readonly hash: string;
      readonly parameters: readonly ModuleParameter[];
      readonly outputs: readonly Column[];
    };

export interface ModuleParameter {
  readonly name: string;
  readonly type: "float" | "integer" | "boolean" | "text";
  readonly unit: string;
  readonly display?: string;
  /** Absent: every sweep must set it. */
  readonly value?: PointValue;
}

export interface CheckedDocument {
  readonly name: string;
  readonly tags: readonly string[];
  readonly note: string;
  readonly task: CheckedTask;
  readonly sweep: CheckedSweep;
  /** JSON of the whole document, keys sorted where their order has no meaning. */
  readonly canonical: string;
  /** SHA-256, hex, of the canonical document without name, tags and note. */
  readonly hash: string;
  readonly modelHash: string;
}

export interface Plan {
  readonly document: CheckedDocument;
  readonly parts: readonly PartRecord[];
  /** Swept parameters, sorted by name. */
  readonly parameters: readonly Column[];
  readonly outputs: readonly Column[];
  /** Points × repeats. */
  readonly trials: number;
}
