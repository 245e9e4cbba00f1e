// Commits result blocks in groups and acknowledges them.
//
// A block that comes while nothing is being written is committed at once; those that come meanwhile wait, and go to disk together in the
// next synced write. So a lone row is visible after one sync, and a thousand senders share syncs. A block is acknowledged *after* its
// write: a crash between the two delivers it again, and the first commit stands.
//
//   idle ──block──▶ committing ──written──▶ acknowledging ──none waits──▶ idle
//                       ▲ │                      │
//                       │ └──failed──▶ every block of the group is refused with the reason
//                       └───────some wait────────┘
//
// What waits is bounded: past `MAX_WAITING_SIZE_BYTES` a commit is held back before it is taken in, which holds its sender back.

import type { Delivery } from "@spikefarm/datamanager";
import type { Block, ColumnData, CommitReceipt } from "@spikefarm/protocol";
import type { ReopeningStore } from "./reopening-store.js";

/** What one synced write takes, unless a single block is larger. */
const GROUP_SIZE_BYTES = 8 << 20;
/** What may wait for its write. */
const MAX_WAITING_SIZE_BYTES = 64 << 20;
/** What a block takes beside its columns. */
const BLOCK_OVERHEAD_BYTES = 1024;

interface Waiting extends Delivery {
  readonly sizeBytes: number;
  readonly resolve: (receipt: CommitReceipt) => void;
  readonly reject: (error: unknown) => void;
}

/** Owns the blocks that wait; its invariant: while any waits, a write is under way. */
export class CommitLoop {
  readonly #store: Pick<ReopeningStore, "commitAll">;
  #waiting: Waiting[] = [];
  #waitingSizeBytes = 0;
  #heldBack: (() => void)[] = [];
  #running: Promise<void> | undefined;

  constructor(store: Pick<ReopeningStore, "commitAll">) {
    this.#store = store;
  }

  /** A commit would be held back. */
  get isFull(): boolean {
    return this.#waitingSizeBytes >= MAX_WAITING_SIZE_BYTES;
  }

  /** Resolves after the synced write that holds the block. */
  async commit(delivery: Delivery): Promise<CommitReceipt> {
    while (this.isFull) await new Promise<void>((resolve) => this.#heldBack.push(resolve));
    return new Promise((resolve, reject) => {
      const sizeBytes = sizeOf(delivery.block);
      this.#waiting.push({ ...delivery, sizeBytes, resolve, reject });
      this.#waitingSizeBytes += sizeBytes;
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing waits, not even what was held back. */
  async drained(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    await Promise.resolve(); // blocks handed over in the same turn share the first write
    while (this.#waiting.length > 0) await this.#commitGroup(this.#takeGroup());
    this.#running = undefined;
  }

  #takeGroup(): readonly Waiting[] {
    let sizeBytes = 0;
    let count = 0;
    for (const delivery of this.#waiting) {
      sizeBytes += delivery.sizeBytes;
      count++;
      if (sizeBytes >= GROUP_SIZE_BYTES) break;
    }
    const group = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    return group;
  }

  async #commitGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const results = await this.#store.commitAll(group);
      group.forEach((delivery, index) => {
        const result = results[index];
        if (result !== undefined && "receipt" in result) delivery.resolve(result.receipt);
        else delivery.reject(result?.error);
      });
    } catch (error) {
      for (const delivery of group) delivery.reject(error);
    }
    this.#waitingSizeBytes -= group.reduce((sum, delivery) => sum + delivery.sizeBytes, 0);
    for (const goOn of this.#heldBack.splice(0)) goOn();
  }
}

/** About what a block takes in memory and on disk. */
function sizeOf({ parameters, outputs }: Block): number {
  return [...parameters, ...outputs].reduce((sum, { data }) => sum + columnSize(data), BLOCK_OVERHEAD_BYTES);
}

function columnSize(data: ColumnData): number {
  if (data.kind === "list") return data.offsets.byteLength + columnSize(data.items);
  return data.kind === "text" ? data.values.reduce((sum, text) => sum + text.length, 0) : data.values.byteLength;
}
