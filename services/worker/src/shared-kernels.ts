// What one thread of the process has compiled, for all of them: shared memory that each thread looks into before it compiles.
//
//   cells    0 lock · 1 entries used · 2 bytes used · 3 times something was made · 4 whether the lock is lost
//   entries  key (4 words of its SHA-256) · state · where its bytes begin · how many · unused
//   bytes    what was made, as the engine serialises plain data
//
//   absent ──first to ask──▶ being made ──▶ ready
//                                └──it threw, died, or there is no room──▶ given up: everybody makes his own
//
// Who asks for what is being made sleeps until it is there: threads that begin a sweep together compile it once. Whatever goes wrong costs the
// sharing alone: no wait is without a limit, and who waited in vain makes his own. When the memory is full, all of it is forgotten.

import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";

const LOCK = 0;
const ENTRIES_USED = 1;
const BYTES_USED = 2;
const TIMES_MADE = 3;
const IS_LOST = 4;
const FIRST_ENTRY = 8;
const MAX_ENTRIES = 256;
const ENTRY = { words: 4, state: 4, begin: 5, size: 6, cells: 8 };
const HEADER_CELLS = FIRST_ENTRY + MAX_ENTRIES * ENTRY.cells;
const HEADER_SIZE_BYTES = HEADER_CELLS * Int32Array.BYTES_PER_ELEMENT;
/** Pages that nobody writes to take no memory. */
const MAX_SIZE_BYTES = 33_554_432;
const STATE = { beingMade: 1, ready: 2, givenUp: 3 };
/** Who holds the lock copies some bytes; a thread that was ended meanwhile never lets it go, and from then on everybody makes his own. */
const LOCK_LIMIT_MS = 1_000;
/** The largest model takes a second on a busy machine. */
const MAKE_LIMIT_MS = 5_000;

/** Owns nothing but views: every thread has its own over the same memory. */
export class SharedKernels {
  readonly #cells: Int32Array;
  readonly #bytes: Uint8Array;

  /** `makeLimitMs`: for tests. */
  constructor(
    readonly memory: SharedArrayBuffer = new SharedArrayBuffer(HEADER_SIZE_BYTES + MAX_SIZE_BYTES),
    readonly makeLimitMs = MAKE_LIMIT_MS,
  ) {
    this.#cells = new Int32Array(memory, 0, HEADER_CELLS);
    this.#bytes = new Uint8Array(memory, HEADER_SIZE_BYTES);
  }

  get timesMade(): number {
    return Atomics.load(this.#cells, TIMES_MADE);
  }

  of<Made>(key: string, make: () => Made): Made {
    const digest = createHash("sha256").update(key).digest();
    const words = Int32Array.from({ length: ENTRY.words }, (_, index) => digest.readInt32LE(4 * index));
    const found = this.#claim(words);
    if (found === "mine") return this.#makeFor(words, make);
    return found === undefined ? this.#made(make) : (deserialize(found) as Made);
  }

  /** What is there; "mine" for who is to make it; undefined where nothing can be shared. */
  #claim(words: Int32Array): Uint8Array | "mine" | undefined {
    for (let hasWaited = false; ; hasWaited = true) {
      const found = this.#locked(() => {
        const entry = this.#find(words);
        if (entry === undefined) return this.#add(words);
        const state = this.#cells[entry + ENTRY.state]!;
        if (state === STATE.ready) return this.#read(entry);
        if (state === STATE.beingMade && hasWaited) this.#settle(entry, STATE.givenUp);
        return state === STATE.beingMade && !hasWaited ? entry : undefined;
      });
      if (typeof found !== "number") return found;
      Atomics.wait(this.#cells, found + ENTRY.state, STATE.beingMade, this.makeLimitMs);
    }
  }

  #makeFor<Made>(words: Int32Array, make: () => Made): Made {
    let bytes: Uint8Array | undefined;
    try {
      const made = this.#made(make);
      bytes = serialize(made);
      return made;
    } finally {
      this.#locked(() => this.#keep(words, bytes));
    }
  }

  #made<Made>(make: () => Made): Made {
    Atomics.add(this.#cells, TIMES_MADE, 1);
    return make();
  }

  // Under the lock.

  #find(words: Int32Array): number | undefined {
    for (let entry = FIRST_ENTRY; entry < this.#end(); entry += ENTRY.cells)
      if (words.every((word, index) => this.#cells[entry + index] === word)) return entry;
    return undefined;
  }

  #end(): number {
    return FIRST_ENTRY + this.#cells[ENTRIES_USED]! * ENTRY.cells;
  }

  #add(words: Int32Array): "mine" | undefined {
    const isFull = this.#cells[ENTRIES_USED] === MAX_ENTRIES || this.#cells[BYTES_USED]! > this.#bytes.length / 2;
    if (isFull && !this.#forget()) return undefined;
    const entry = this.#end();
    this.#cells.set([...words, STATE.beingMade, 0, 0], entry);
    this.#cells[ENTRIES_USED]!++;
    return "mine";
  }

  /** All of it, unless somebody is making something. */
  #forget(): boolean {
    for (let entry = FIRST_ENTRY; entry < this.#end(); entry += ENTRY.cells)
      if (this.#cells[entry + ENTRY.state] === STATE.beingMade) return false;
    this.#cells[ENTRIES_USED] = 0;
    this.#cells[BYTES_USED] = 0;
    return true;
  }

  #keep(words: Int32Array, bytes: Uint8Array | undefined): void {
    const entry = this.#find(words);
    if (entry === undefined) return;
    const hasRoom = bytes !== undefined && this.#cells[BYTES_USED]! + bytes.length <= this.#bytes.length;
    if (hasRoom) this.#write(entry, bytes);
    this.#settle(entry, hasRoom ? STATE.ready : STATE.givenUp);
  }

  /** A copy: what is there may be forgotten. */
  #read(entry: number): Uint8Array {
    const begin = this.#cells[entry + ENTRY.begin]!;
    return Uint8Array.from(this.#bytes.subarray(begin, begin + this.#cells[entry + ENTRY.size]!));
  }

  #write(entry: number, bytes: Uint8Array): void {
    const begin = this.#cells[BYTES_USED]!;
    this.#bytes.set(bytes, begin);
    this.#cells.set([begin, bytes.length], entry + ENTRY.begin);
    this.#cells[BYTES_USED] = begin + bytes.length;
  }

  #settle(entry: number, state: number): void {
    Atomics.store(this.#cells, entry + ENTRY.state, state);
    Atomics.notify(this.#cells, entry + ENTRY.state);
  }

  /** Undefined where the lock cannot be had. */
  #locked<Result>(work: () => Result): Result | undefined {
    while (Atomics.compareExchange(this.#cells, LOCK, 0, 1) !== 0) {
      if (Atomics.load(this.#cells, IS_LOST) === 1) return undefined;
      if (Atomics.wait(this.#cells, LOCK, 1, LOCK_LIMIT_MS) === "timed-out") Atomics.store(this.#cells, IS_LOST, 1);
    }
    try {
      return work();
    } finally {
      Atomics.store(this.#cells, LOCK, 0);
      Atomics.notify(this.#cells, LOCK, 1);
    }
  }
}
