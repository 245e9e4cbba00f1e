// All shelves of a data directory. Each machine writes to one of them: the one it wrote last, or a new one.

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { DataLog } from "./data-event.js";
import { makeDirectory } from "./make-directory.js";
import { machineInFileName, makeShelfName, Shelf } from "./shelf.js";

export class Shelves {
  readonly #directory: string;
  readonly #log: DataLog;
  readonly #shelves: Shelf[] = [];

  private constructor(directory: string, log: DataLog) {
    this.#directory = directory;
    this.#log = log;
  }

  static async open(dataDirectory: string, log: DataLog): Promise<Shelves> {
    const shelves = new Shelves(join(dataDirectory, "shelves"), log);
    await makeDirectory(shelves.#directory);
    const entries = await readdir(shelves.#directory, { withFileTypes: true });
    try {
      for (const entry of entries.filter((item) => item.isDirectory()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
        shelves.#shelves.push(await Shelf.open(shelves.#directory, entry.name, log));
      }
    } catch (error) {
      await shelves.close();
      throw error;
    }
    return shelves;
  }

  get all(): readonly Shelf[] {
    return this.#shelves;
  }

  /** A number larger than that of any batch written so far. */
  nextSequence(): number {
    return 1 + this.#shelves.reduce((last, shelf) => Math.max(last, shelf.lastSequence), 0);
  }

  async forMachine(machine: string): Promise<Shelf> {
    const name = machineInFileName(machine);
    const own = this.#shelves.filter((shelf) => shelf.machine === name).sort((a, b) => b.lastSequence - a.lastSequence)[0];
    if (own !== undefined) return own;
    const shelf = await Shelf.open(this.#directory, makeShelfName(machine), this.#log);
    this.#shelves.push(shelf);
    return shelf;
  }

  async close(): Promise<void> {
    for (const shelf of this.#shelves.splice(0).reverse()) await shelf.close();
  }
}
