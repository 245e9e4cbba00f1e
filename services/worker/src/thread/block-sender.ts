// Makes a block of finished rows and sends it: the swept parameters are added here, and arrays are moved, not copied. At most
// MAX_BLOCKS_IN_FLIGHT are on their way to the store; then the thread sleeps until one is committed.

import type { Block, BlockColumn, TrialRange } from "@spikefarm/protocol";
import { type CheckedDocument, sweptColumns } from "@spikefarm/sweep";
import { MAX_BLOCKS_IN_FLIGHT, type StretchRequest, type ThreadMessage } from "../messages.js";
import type { StretchLine } from "./stretch-line.js";

/** Rows of trials [from, to) of one granule, without the swept parameters. */
export interface FinishedRows extends TrialRange {
  readonly granule: number;
  readonly status: Uint8Array;
  readonly errorCode: readonly string[];
  readonly errorMessage: readonly string[];
  readonly outputs: readonly BlockColumn[];
}

export interface BlockSenderOptions {
  readonly request: StretchRequest;
  readonly document: CheckedDocument;
  readonly line: StretchLine;
  readonly thread: number;
}

export interface HowRowsCame {
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
  readonly isNative?: boolean;
}

export class BlockSender {
  readonly #options: BlockSenderOptions;
  #sentCount = 0;

  constructor(options: BlockSenderOptions) {
    this.#options = options;
  }

  /** `startedAtMs`, `endedAtMs` (now where absent): when the trials ran. */
  send(rows: FinishedRows, { startedAtMs, endedAtMs = nowMs(), isNative = false }: HowRowsCame): void {
    const { request, document, line, thread } = this.#options;
    const parameters = sweptColumns(document, request.part, rows);
    const block: Block = { sweep: request.sweep.id, part: request.partIndex, ...rows, parameters };
    const elapsedSeconds = (endedAtMs - startedAtMs) / 1000;
    const message: ThreadMessage = { kind: "block", block, thread, startedAtMs, elapsedSeconds, isNative };
    line.send(message, buffersOf(block));
    this.#sentCount++;
    line.notes.waitUntilCommitted(this.#sentCount - MAX_BLOCKS_IN_FLIGHT + 1);
  }
}

const { timeOrigin } = performance;

/** Milliseconds since 1970, with fractions and never going back. */
export const nowMs = (): number => timeOrigin + performance.now();

function buffersOf(block: Block): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>([block.status.buffer as ArrayBuffer]);
  for (const { data } of [...block.parameters, ...block.outputs]) {
    if (data.kind === "list") buffers.add(data.offsets.buffer as ArrayBuffer);
    const { values } = data.kind === "list" ? data.items : data;
    if (ArrayBuffer.isView(values)) buffers.add(values.buffer as ArrayBuffer);
  }
  return [...buffers];
}
