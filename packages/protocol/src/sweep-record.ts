// What the catalogue knows of a sweep. A record is written once when the sweep is accepted; only `state`, `failure` and a part's
// granule size (null until a module's first trial has been timed) change later.

import type { Column } from "./column.js";
import type { SweepId } from "./ids.js";

export type SweepState = "queued" | "running" | "paused" | "cancelled" | "complete" | "failed";

export interface SweepFailure {
  readonly code: string;
  readonly message: string;
}

/**
 * A space of points times its repeats. Trials are numbered from 0 in each part; see trial-order.ts.
 * Parts are append-only and never overlap in (point, repeat) (IDENTITY 8).
 */
export interface PartRecord {
  /** The document's space, resolved to canonical JSON. */
  readonly space: unknown;
  readonly firstPoint: number;
  /** P, the number of points. */
  readonly points: number;
  readonly firstRepeat: number;
  /** R. */
  readonly repeats: number;
  /** Lengths of the space's plain product axes in document order, whose product is P; a space that is no plain product is one axis of length P. */
  readonly axes: readonly { readonly length: number; readonly isStructural: boolean }[];
  /** Trials in a granule; null until a probe has settled it. */
  readonly granuleSize: number | null;
}

export interface SweepRecord {
  readonly id: SweepId;
  readonly name: string;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  readonly owner: string;
  readonly state: SweepState;
  readonly failure?: SweepFailure;
  /** Canonical JSON of the whole document. */
  readonly document: string;
  /** SHA-256, hex, of the canonical document without name, tags and note. */
  readonly documentHash: string;
  readonly kind: "model" | "module";
  /** For modules: name and SHA-256 of the bundled source. */
  readonly module?: { readonly name: string; readonly hash: string };
  readonly numericsVersion: number;
  /** The Idempotency-Key it was submitted with, and the SHA-256, hex, of the request's body: a repeat finds its sweep by them. */
  readonly submission?: { readonly key: string; readonly bodyHash: string };
  readonly parts: readonly PartRecord[];
  /** Swept parameters, sorted by name. */
  readonly parameters: readonly Column[];
  /** Outputs in declared order. */
  readonly outputs: readonly Column[];
}

/** A record without what may be large, the document and what follows from it: what lists of sweeps are made of. */
export type SweepEntry = Omit<SweepRecord, "document" | "parts" | "parameters" | "outputs">;

export const entryOf = ({ document, parts, parameters, outputs, ...entry }: SweepRecord): SweepEntry => entry;
