// The port to the writer: everything that touches stored results goes through it. In one process it is the DataManager itself; over
// the wire it is the writer's HTTP client. Every promise of a commit resolves *after* the synced write.

import type { Block, Provenance } from "./block.js";
import type { CellValue, Column, TrialStatus } from "./column.js";
import type { TrialRange } from "./granule.js";
import type { SweepId } from "./ids.js";
import type { SweepEntry, SweepFailure, SweepRecord, SweepState } from "./sweep-record.js";

export interface TrialCounts {
  readonly total: number;
  readonly ok: number;
  /** Failed, timed out and crashed. */
  readonly failed: number;
  readonly skipped: number;
  readonly pending: number;
}

export interface CommitReceipt {
  /** Trials this commit added; a repeat of what is stored adds none. */
  readonly added: number;
  /** Trials that differ from the stored ok row (IDENTITY 22); the newcomers are kept aside. */
  readonly conflicts: number;
  readonly counts: TrialCounts;
}

export interface Row {
  readonly point: number;
  readonly repeat: number;
  readonly status: TrialStatus;
  readonly errorCode: string;
  readonly errorMessage: string;
  /** Swept parameters (sorted by name), then outputs; null for outputs of a row that is not ok. */
  readonly cells: readonly (CellValue | null)[];
}

export interface StandingState {
  readonly state: SweepState;
  readonly failure?: SweepFailure;
}

export interface RowQuery {
  /** Which statuses to return; all but skipped when absent. */
  readonly status?: readonly TrialStatus[];
  /** Rows to pass over, counted in table order over committed rows of any status. */
  readonly offset?: number;
  readonly limit?: number;
  /** Only points that are multiples of it: a table of millions is drawn from a few thousand. 1 when absent. */
  readonly stride?: number;
  /** While no row is committed, wait for the first, at most so long. */
  readonly waitMs?: number;
}

export interface SweepQuery {
  readonly limit: number;
  /** Only those made before this one: the last of the page before. */
  readonly before?: SweepId | undefined;
}

export interface WriterPort {
  putSweep(record: SweepRecord): Promise<void>;
  getSweep(id: SweepId): Promise<SweepRecord | undefined>;
  /** Newest first, without their documents, which together may be larger than any answer; `allSweeps` asks for all. */
  listSweeps(query: SweepQuery): Promise<readonly SweepEntry[]>;
  /** Resolves with what stands, synced: a sweep in conflict stays failed, whatever is asked (IDENTITY 22). */
  setState(id: SweepId, state: SweepState, failure?: SweepFailure): Promise<StandingState>;
  /** Commits a module's first rows and the granule size they settle in one write-once batch; a size that is already settled stands. Returns the size that stands. */
  settleGranuleSize(id: SweepId, part: number, granuleSize: number, block: Block, provenance: Provenance): Promise<number>;
  /** Resolves after the synced write. First commit wins, trial by trial. */
  commit(block: Block, provenance: Provenance): Promise<CommitReceipt>;
  counts(id: SweepId): Promise<TrialCounts>;
  /** Ranges of trials of a part that have no row, ascending; at most `limit` of them, from trial `from` on. */
  missing(id: SweepId, part: number, from: number, limit: number): Promise<readonly TrialRange[]>;
  /** Committed rows in table order: repeat by repeat, within it point by point. Constant memory. */
  rows(id: SweepId, query?: RowQuery): AsyncIterable<readonly Row[]>;
  columns(id: SweepId): Promise<readonly Column[]>;
  /** Hex; null while anything is pending, timed out, crashed or in conflict (IDENTITY 19). */
  digest(id: SweepId): Promise<string | null>;
  close(): Promise<void>;
}
