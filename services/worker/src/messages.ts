// What the main side and a thread say to each other. A run is one request: a stretch of trials of one task.
//
//   main ── StretchRequest ─▶ thread
//   main ◀─ ThreadMessage … ─ thread      prepared, then a block whenever rows are ready
//   main ── "stop" ─────────▶ thread      for code that awaits; code that loops sees it in the notes
//   main ◀─ StretchResult ─── thread      a union, because errors lose their codes on the way
//
// What must outlive the thread, or be seen while it computes, are the notes (stretch-notes.ts). A thread of the pool is called with the
// request, a port and the notes' shared memory (thread-pool.ts); a process of its own says everything over a pipe (isolated-runner.ts).

import type { MessagePort } from "node:worker_threads";
import type { Block, SizedPart, SweepRecord, TrialStatus } from "@spikefarm/protocol";
import type { ModuleSchema } from "@spikefarm/sweep";
import type { NativeRequest } from "./native-compiler.js";

export interface StretchRequest {
  readonly sweep: SweepRecord;
  readonly partIndex: number;
  readonly part: SizedPart;
  /** Trials [from, to) of the part. */
  readonly from: number;
  readonly to: number;
  /** Given: the trials are not run, their rows say this. */
  readonly verdict?: Verdict;
  readonly module?: LoadableModule;
  readonly maxLanes?: number;
  /** What the arrays of one batch may take. */
  readonly memoryLimitBytes: number;
  /** The event loop turns after every trial of a module, so that an error that comes late is that trial's for certain. */
  readonly isCareful: boolean;
  /** Given: a model's kernels may be compiled to machine code. */
  readonly native?: NativeRequest;
}

/** What a thread of the pool is called with. */
export interface ThreadCall {
  readonly request: StretchRequest;
  readonly notes: SharedArrayBuffer;
  /** What the pool's threads compile for each other (shared-kernels.ts). */
  readonly kernels: SharedArrayBuffer;
  readonly port: MessagePort;
}

/** What a trial's row says when the trial cannot say it itself. */
export interface Verdict {
  readonly status: TrialStatus;
  readonly code: string;
  readonly message: string;
}

export interface LoadableModule {
  readonly schema: ModuleSchema;
  /** The bundle's file. */
  readonly path: string;
}

export type ThreadMessage =
  | { readonly kind: "prepared"; readonly timeoutSeconds: number; readonly attempts: number }
  /** Something for the log; the trials go on. */
  | { readonly kind: "warning"; readonly message: string; readonly reason: string }
  | BlockMessage;

export interface BlockMessage {
  readonly kind: "block";
  readonly block: Block;
  readonly thread: number;
  /** Milliseconds since 1970. */
  readonly startedAtMs: number;
  /** Whether machine code computed any of it. */
  readonly isNative: boolean;
  readonly elapsedSeconds: number;
}

export type StretchResult =
  | { readonly kind: "finished" }
  | { readonly kind: "stopped" }
  | { readonly kind: "refused"; readonly code: string; readonly message: string };

/** Blocks on their way to the store; a thread that has sent this many waits for the first to be committed. */
export const MAX_BLOCKS_IN_FLIGHT = 4;
