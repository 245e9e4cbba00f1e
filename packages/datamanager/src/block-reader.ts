// Reads blocks back, with the ones read last kept decoded.
//
// A block that fails its CRC is given up: its trials count as missing and are computed again, which for a deterministic farm is a repair.
// `onLost` takes it out of the index and of its shelf.

import { type Block, CodedError, decodeBlock } from "@spikefarm/protocol";
import type { StoredBlock } from "./stored-block.js";

/** Decoded blocks in memory, by the size of their bytes; the one read last stays whatever its size. */
const CACHE_SIZE_BYTES = 32 << 20;
/** What a block costs beside its bytes. */
const BLOCK_OVERHEAD_BYTES = 2048;

export class BlockReader {
  readonly #onLost: (block: StoredBlock) => Promise<void>;
  /** In order of use, the oldest first. */
  readonly #decoded = new Map<StoredBlock, Block>();
  #sizeBytes = 0;

  constructor(onLost: (block: StoredBlock) => Promise<void>) {
    this.#onLost = onLost;
  }

  /** The rows of a block; undefined where they are damaged, and now missing. */
  async read(stored: StoredBlock): Promise<Block | undefined> {
    const known = this.#decoded.get(stored);
    const block = known ?? (await load(stored));
    if (block === undefined) await this.#onLost(stored);
    else this.remember(stored, block);
    return block;
  }

  /** Keeps a block that was just read or written. */
  remember(stored: StoredBlock, block: Block): void {
    this.forget(stored);
    this.#decoded.set(stored, block);
    this.#sizeBytes += costOf(stored);
    for (const oldest of this.#decoded.keys()) {
      if (this.#sizeBytes <= CACHE_SIZE_BYTES || oldest === stored) break;
      this.forget(oldest);
    }
  }

  forget(stored: StoredBlock): void {
    if (this.#decoded.delete(stored)) this.#sizeBytes -= costOf(stored);
  }
}

const costOf = (stored: StoredBlock): number => stored.sizeBytes + BLOCK_OVERHEAD_BYTES;

async function load(stored: StoredBlock): Promise<Block | undefined> {
  const bytes = await stored.shelf.read(stored);
  try {
    return bytes && expectBlock(decodeBlock(bytes).block, stored);
  } catch (error) {
    if (error instanceof CodedError && error.code === "BLOCK_CORRUPT") return undefined;
    throw error;
  }
}

/** A block that is whole but another one (LevelDB mixed up a key) is as good as lost. */
function expectBlock(block: Block, { address, to }: StoredBlock): Block | undefined {
  const { sweep, part, from } = address;
  return block.sweep === sweep && block.part === part && block.from === from && block.to === to ? block : undefined;
}
