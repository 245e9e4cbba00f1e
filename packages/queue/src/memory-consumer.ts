import type { Consumer, TaskHandler } from "./task-queue.js";

/** Counts its active tasks; once closing it has no free hands, and it gives its claims up when the grace is over. */
export class MemoryConsumer implements Consumer {
  active = 0;
  #closing: Promise<void> | undefined;
  #giveUp: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly handler: TaskHandler,
    readonly concurrency: number,
    readonly leave: () => void,
  ) {}

  get freeHands(): number {
    return this.#closing === undefined ? this.concurrency - this.active : 0;
  }

  handBack(): void {
    this.active--;
    if (this.active === 0) this.#giveUp?.();
  }

  close(graceMs: number): Promise<void> {
    this.#closing ??= new Promise<void>((resolve) => {
      this.#giveUp = resolve;
    }).then(() => {
      clearTimeout(this.#timer);
      this.leave();
    });
    this.#closeWithin(graceMs);
    return this.#closing;
  }

  /** The last grace that was given counts. */
  #closeWithin(graceMs: number): void {
    clearTimeout(this.#timer);
    if (this.active === 0 || graceMs <= 0) this.#giveUp?.();
    else this.#timer = setTimeout(() => this.#giveUp?.(), graceMs);
  }
}
