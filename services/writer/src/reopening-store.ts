// The data directory, opened again by itself after its disk has failed. A LevelDB that could not write stays failing until it is opened
// anew, so the DataManager is closed and, with growing pauses, opened until that works: when there is space again, the writer is back.
//
//   open ──a write fails (DATA_DISK_FULL, DATA_IO)──▶ waiting ──after a pause──▶ opening ──opened──▶ open
//    │                                                   ▲                          │
//    │                                                   └──────────fails───────────┘
//    └──close()──▶ closed ◀── close() from everywhere
//
// While it is not open every call is refused with the failure, which says whether the disk is full. What was acknowledged is on the disk
// throughout; a group whose write failed was not acknowledged and is sent again.

import { setTimeout as pause } from "node:timers/promises";
import { type CommitResult, type DataManager, type DataManagerOptions, type Delivery, openDataManager } from "@spikefarm/datamanager";
import { CodedError, type Row, type RowQuery, type SweepId } from "@spikefarm/protocol";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

type State =
  | { readonly kind: "open"; readonly data: DataManager }
  | { readonly kind: "waiting"; readonly failure: CodedError }
  | { readonly kind: "closed" };

/** Owns the open DataManager, if any; its invariant: at most one is open or being opened. */
export class ReopeningStore {
  readonly #options: DataManagerOptions;
  readonly #abort = new AbortController();
  #state: State;
  #pauseMs = FIRST_PAUSE_MS;
  #reopening: Promise<void> | undefined;

  private constructor(options: DataManagerOptions, data: DataManager) {
    this.#options = options;
    this.#state = { kind: "open", data };
  }

  /** @throws CodedError DATA_IN_USE, DATA_IO, DATA_DISK_FULL */
  static async open(options: DataManagerOptions): Promise<ReopeningStore> {
    return new ReopeningStore(options, await openDataManager(options));
  }

  /** Why nothing can be stored at the moment; undefined while it can. */
  get failure(): CodedError | undefined {
    return this.#state.kind === "waiting" ? this.#state.failure : undefined;
  }

  /** @throws CodedError the failure, while the directory is not open; DATA_CLOSED */
  async use<Result>(work: (data: DataManager) => Promise<Result>): Promise<Result> {
    const data = this.#data();
    try {
      return await work(data);
    } catch (error) {
      throw this.#judged(error, data);
    }
  }

  async commitAll(deliveries: readonly Delivery[]): Promise<readonly CommitResult[]> {
    const results = await this.use((data) => data.commitAll(deliveries));
    this.#pauseMs = FIRST_PAUSE_MS;
    return results;
  }

  async *rows(id: SweepId, query?: RowQuery): AsyncGenerator<readonly Row[]> {
    const data = this.#data();
    try {
      yield* data.rows(id, query);
    } catch (error) {
      throw this.#judged(error, data);
    }
  }

  async close(): Promise<void> {
    const { kind } = this.#state;
    const data = kind === "open" ? this.#state.data : undefined;
    this.#state = { kind: "closed" };
    this.#abort.abort();
    await this.#reopening;
    await data?.close();
  }

  #data(): DataManager {
    if (this.#state.kind === "open") return this.#state.data;
    if (this.#state.kind === "waiting") throw this.#state.failure;
    throw new CodedError("DATA_CLOSED", `${this.#options.directory} has been closed; open it again.`);
  }

  /** What a failed call is to its caller. One that used a DataManager which has been closed since hears why. */
  #judged(error: unknown, used: DataManager): unknown {
    if (!(error instanceof CodedError)) return error;
    if (error.code === "DATA_CLOSED") return this.failure ?? error;
    const isOfDisk = error.code === "DATA_DISK_FULL" || error.code === "DATA_IO";
    if (isOfDisk && this.#state.kind === "open" && this.#state.data === used) {
      this.#state = { kind: "waiting", failure: error };
      this.#reopening = this.#reopen(used);
    }
    return error;
  }

  async #reopen(failed: DataManager): Promise<void> {
    await failed.close().catch(() => undefined); // what cannot be closed on a failed disk is refused by its lock below
    while (this.#state.kind === "waiting") {
      await pause(this.#pauseMs, undefined, { signal: this.#abort.signal, ref: false }).catch(() => undefined);
      this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
      if (this.#state.kind !== "waiting") return;
      try {
        const data = await openDataManager(this.#options);
        if (this.#state.kind === "waiting") this.#state = { kind: "open", data };
        else await data.close();
      } catch (error) {
        if (error instanceof CodedError && this.#state.kind === "waiting") this.#state = { kind: "waiting", failure: error };
      }
    }
  }
}
