import type { Consumer, TaskHandler } from "./task-queue.js";

/** Counts its active tasks; once closing it has no free hands, and it gives its claims up when the grace is over. */
export class MemoryConsumer implements Consumer {
  active = 0;
  #closing: Promise<void> | undefined;
  #whenIdle: (() => void) | undefined;

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
    if (this.active === 0) this.#whenIdle?.();
  }

  close(graceMs: number): Promise<void> {
    this.#closing ??= this.#idleWithin(graceMs).then(this.leave);
    return this.#closing;
  }

  #idleWithin(graceMs: number): Promise<void> {
    if (this.active === 0 || graceMs <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, graceMs);
      this.#whenIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
