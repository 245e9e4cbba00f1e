// Hands a run's blocks to the writer and keeps count. Blocks are committed as they come, a few at a time: the thread stops by itself
// while MAX_BLOCKS_IN_FLIGHT are unanswered. The first commit that fails (a full disk, say) is kept, and later blocks are dropped:
// their trials stay pending.

import { type Block, type Provenance, TrialStatus } from "@spikefarm/protocol";
import { MAX_BLOCKS_IN_FLIGHT } from "./messages.js";

export class Deliveries {
  ok = 0;
  failed = 0;
  /** Trials before this one are on their way or committed. */
  deliveredTo: number;
  #inFlight = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;

  constructor(
    from: number,
    readonly commit: (block: Block, provenance: Provenance) => Promise<unknown>,
    readonly onCommitted: () => void,
  ) {
    this.deliveredTo = from;
  }

  get isFull(): boolean {
    return this.#inFlight.size >= MAX_BLOCKS_IN_FLIGHT;
  }
  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  add(block: Block, provenance: Provenance): void {
    this.deliveredTo = block.to;
    if (this.hasFailed) return;
    const delivery = this.#deliver(block, provenance).finally(() => this.#inFlight.delete(delivery));
    this.#inFlight.add(delivery);
  }

  /** Resolves once every block is committed; rejects with the first commit's error that failed. */
  async settle(): Promise<void> {
    await Promise.all(this.#inFlight);
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async #deliver(block: Block, provenance: Provenance): Promise<void> {
    try {
      await this.commit(block, provenance);
    } catch (error) {
      this.#failure ??= { error };
      return;
    }
    for (const status of block.status) {
      if (status === TrialStatus.ok) this.ok++;
      else if (status !== TrialStatus.skipped) this.failed++;
    }
    this.onCommitted();
  }
}
