// Which sweeps are cancelled. A key says so for a day; a message (pub/sub) tells those who are connected. Who was not connected asks for
// the keys of what it runs when it is back, and of every task that it claims.

import type { SweepId } from "@spikefarm/protocol";
import type { Redis } from "ioredis";

const REMEMBERED_SECONDS = 24 * 60 * 60;

export class Cancellations {
  readonly #connection: Redis;
  readonly #prefix: string;
  #subscriber: Redis | undefined;

  constructor(connection: Redis, prefix: string) {
    this.#connection = connection;
    this.#prefix = prefix;
  }

  key(sweep: SweepId): string {
    return `${this.#prefix}:cancelled:${sweep}`;
  }

  /** From here on a task of the sweep that is claimed is given up. */
  async mark(sweep: SweepId): Promise<void> {
    await this.#connection.set(this.key(sweep), "1", "EX", REMEMBERED_SECONDS);
  }

  async forget(sweep: SweepId): Promise<void> {
    await this.#connection.del(this.key(sweep));
  }

  async tell(sweep: SweepId): Promise<void> {
    await this.#connection.publish(this.#channel, sweep);
  }

  /** Calls back for each sweep that is cancelled; asks about the running ones whenever the connection is made, the first time too. */
  listen(options: {
    readonly running: () => Iterable<SweepId>;
    readonly onCancel: (sweep: SweepId) => void;
    readonly onError: (error: Error) => void;
  }): void {
    if (this.#subscriber !== undefined) return;
    const subscriber = this.#connection.duplicate();
    this.#subscriber = subscriber;
    subscriber.on("error", options.onError);
    subscriber.on("message", (_channel, sweep) => options.onCancel(sweep as SweepId));
    subscriber.on("ready", () => {
      for (const sweep of new Set(options.running())) {
        this.#connection.exists(this.key(sweep)).then((count) => count > 0 && options.onCancel(sweep), options.onError);
      }
    });
    subscriber.subscribe(this.#channel).catch(options.onError); // again by itself after every reconnect
  }

  close(): void {
    this.#subscriber?.disconnect();
  }

  get #channel(): string {
    return `${this.#prefix}:cancel`;
  }
}
