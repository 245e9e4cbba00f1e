// A block: the rows of trials [from, to) of one granule, as columns. See block-codec.ts for its bytes.

import type { Column, ColumnData } from "./column.js";
import type { SweepId } from "./ids.js";

export interface BlockColumn {
  readonly column: Column;
  /** One entry a trial. A trial that is not ok has zeros, empty texts and empty lists among the outputs. */
  readonly data: ColumnData;
}

export interface Block {
  readonly sweep: SweepId;
  readonly part: number;
  readonly granule: number;
  readonly from: number;
  readonly to: number;
  /** TrialStatus of each trial. */
  readonly status: Uint8Array;
  /** Empty for a trial that is ok or skipped. */
  readonly errorCode: readonly string[];
  readonly errorMessage: readonly string[];
  /** Swept parameters, sorted by name. */
  readonly parameters: readonly BlockColumn[];
  /** Outputs in declared order. */
  readonly outputs: readonly BlockColumn[];
}

/** Who computed a block, and how: kept apart from the columns, which never depend on it. */
export interface Provenance {
  readonly machine: string;
  readonly process: number;
  readonly thread: number;
  readonly target: string;
  readonly attempt: number;
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  readonly elapsedSeconds: number;
  readonly versions: Readonly<Record<string, string>>;
}
