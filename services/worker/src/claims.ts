import type { Consumer } from "@spikefarm/queue";

/** setTimeout takes no more. */
const LONGEST_GRACE_MS = 2_147_483_647;

/** Owns the worker's consumer: one at most, none while paused or once closed. */
export class Claims {
  readonly #consume: () => Consumer;
  #consumer: Consumer | undefined;
  /** The consumers that were paused are closed. */
  #left: Promise<void> = Promise.resolve();
  #isPaused = false;
  #isClosed = false;

  constructor(consume: () => Consumer) {
    this.#consume = consume;
    this.#consumer = consume();
  }

  pause(): void {
    this.#isPaused = true;
    const leaving = this.#consumer;
    if (leaving !== undefined) this.#left = leaving.close(LONGEST_GRACE_MS).then(() => this.#leave(leaving));
  }

  /** Claims again, *after* the tasks of the consumer that was paused have ended. */
  resume(): void {
    this.#isPaused = false;
    void this.#left.then(() => {
      if (!this.#isPaused && !this.#isClosed) this.#consumer ??= this.#consume();
    });
  }

  async close(graceMs: number): Promise<void> {
    this.#isClosed = true;
    await this.#consumer?.close(graceMs);
    await this.#left;
  }

  #leave(consumer: Consumer): void {
    if (this.#consumer === consumer) this.#consumer = undefined;
  }
}
