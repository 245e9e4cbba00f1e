// The latest events with their ids, so that a client that lost its connection can go on where it was.
//
//   id = EPOCH-N    EPOCH names this run of the coordinator, N counts its events from 1
//
// An id of another run, or one whose successor is no longer kept, cannot be resumed from: what happened since is not known.

import { randomBytes } from "node:crypto";

export interface LoggedEvent {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
}

const MAX_KEPT = 2_000;

/** Owns the ring; its invariant: the kept events have consecutive numbers, the last of which is `#count`. */
export class EventLog {
  readonly #epoch = randomBytes(6).toString("hex");
  #count = 0;
  #kept: LoggedEvent[] = [];

  get lastId(): string {
    return this.#idOf(this.#count);
  }

  add(name: string, data: unknown): LoggedEvent {
    const event = { id: this.#idOf(++this.#count), name, data };
    this.#kept.push(event);
    if (this.#kept.length > 2 * MAX_KEPT) this.#kept = this.#kept.slice(-MAX_KEPT);
    return event;
  }

  /** Something happened that was not logged, because nobody listened: who comes back must read anew. */
  skip(): void {
    this.#count++;
    this.#kept = [];
  }

  /** The events after an id; undefined where they are not known. */
  after(id: string): readonly LoggedEvent[] | undefined {
    const [, epoch, digits] = /^([0-9a-f]+)-(\d+)$/.exec(id) ?? [];
    if (epoch !== this.#epoch) return undefined;
    const missed = this.#count - Number(digits);
    if (missed < 0 || missed > this.#kept.length) return undefined;
    return missed === 0 ? [] : this.#kept.slice(-missed);
  }

  #idOf(count: number): string {
    return `${this.#epoch}-${count}`;
  }
}
