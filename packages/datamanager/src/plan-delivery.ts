// A delivered block, compared with what stands, as the changes that store it. Nothing is written here.

import { type Block, CodedError, encodeBlock, type Provenance, sliceBlock, type TrialRange } from "@spikefarm/protocol";
import type { BlockReader } from "./block-reader.js";
import { checkBlock } from "./check-block.js";
import { isStorageFailure } from "./errors.js";
import { planCommit } from "./plan-commit.js";
import type { Shelf, Touched } from "./shelf.js";
import type { Change } from "./store.js";
import type { StoredBlock } from "./stored-block.js";
import type { SweepIndex } from "./sweep-index.js";
import type { SweepIndexes } from "./sweep-indexes.js";

export interface Delivery {
  readonly block: Block;
  readonly provenance: Provenance;
}

/** A delivery that cannot be stored; the others of its group can. */
export interface Refused {
  readonly error: unknown;
}

interface Piece {
  readonly block: StoredBlock;
  readonly rows: Block;
}

export interface PlannedDelivery {
  readonly index: SweepIndex;
  readonly delivery: Delivery;
  /** Rows that stand from now on. */
  readonly stored: readonly Piece[];
  /** How many blocks of rows that contradict the ones that stand are kept. */
  readonly asideCount: number;
  readonly changes: readonly Change[];
  readonly added: number;
  readonly conflicts: number;
}

export interface Target {
  readonly shelf: Shelf;
  readonly sequence: number;
  readonly indexes: SweepIndexes;
  readonly reader: BlockReader;
}

/** Blocks of differing rows that are kept for inspection, for each sweep; further ones are only counted. */
const MAX_ASIDE_BLOCKS = 100;

/** @throws CodedError DATA_IO, DATA_DISK_FULL: then no delivery of the group can be stored. */
export async function planDelivery(delivery: Delivery, { shelf, sequence, indexes, reader }: Target): Promise<PlannedDelivery | Refused> {
  const { block, provenance } = delivery;
  try {
    const index = await indexes.get(block.sweep);
    checkBlock(block, index.record);
    const { gained, conflicting } = await planCommit(block, index.parts[block.part]!, (segment) => reader.read(segment.block));
    const changes: Change[] = [];
    const store = (kind: "block" | "aside", range: TrialRange): Piece => {
      const rows = sliceBlock(block, range);
      const { sweep, part, granule, from } = rows;
      const plan = shelf.plan(kind, { sweep, part, granule, from, sequence }, rows.status, encodeBlock(rows, provenance));
      changes.push(...plan.changes);
      return { block: plan.stored, rows };
    };
    const stored = gained.map((range) => store("block", range));
    const room = index.record.kind === "model" ? Math.max(0, MAX_ASIDE_BLOCKS - index.asideCount) : 0;
    const aside = conflicting.slice(0, room).map((range) => store("aside", range));
    return { index, delivery, stored, asideCount: aside.length, changes, added: countOf(gained), conflicts: countOf(conflicting) };
  } catch (error) {
    if (error instanceof CodedError && !isStorageFailure(error)) return { error };
    throw error;
  }
}

/** What the batch's note says of a delivery. */
export function touchedBy({ delivery, stored }: PlannedDelivery): Touched[] {
  const { sweep, part } = delivery.block;
  return stored.map(({ rows: { from, to } }) => ({ sweep, part, from, to }));
}

const countOf = (ranges: readonly TrialRange[]): number => ranges.reduce((sum, { from, to }) => sum + to - from, 0);
