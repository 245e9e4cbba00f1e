// Fetches something again whenever it may have changed, never twice at once and never more often than an interval allows: a sweep that
// commits a thousand times a second is asked for as often as a slow one.

export class Refresher<T> {
  readonly #load: (signal: AbortSignal) => Promise<T>;
  readonly #settle: (outcome: { readonly data: T } | { readonly error: unknown }) => void;
  readonly #intervalMs: number;
  readonly #closing = new AbortController();
  #lastStartMs = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isLoading = false;
  #isStale = false;

  constructor(options: {
    load(signal: AbortSignal): Promise<T>;
    settle(outcome: { readonly data: T } | { readonly error: unknown }): void;
    intervalMs: number;
  }) {
    this.#load = options.load;
    this.#settle = options.settle;
    this.#intervalMs = options.intervalMs;
  }

  /** What was fetched may be out of date. */
  refresh(): void {
    this.#isStale = true;
    if (this.#isLoading || this.#timer !== undefined || this.#closing.signal.aborted) return;
    const waitMs = Math.max(0, this.#lastStartMs + this.#intervalMs - performance.now());
    this.#timer = setTimeout(() => void this.#run(), waitMs);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#closing.abort();
  }

  async #run(): Promise<void> {
    this.#timer = undefined;
    this.#isStale = false;
    this.#isLoading = true;
    this.#lastStartMs = performance.now();
    const { signal } = this.#closing;
    const outcome = await this.#load(signal).then(
      (data) => ({ data }),
      (error: unknown) => ({ error }),
    );
    this.#isLoading = false;
    if (signal.aborted) return;
    this.#settle(outcome);
    if (this.#isStale) this.refresh();
  }
}
