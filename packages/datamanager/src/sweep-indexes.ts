// The index of every sweep that has been asked for: the one place that knows what is committed, over all shelves (IDENTITY 13).

import type { SweepId } from "@spikefarm/protocol";
import type { Catalogue } from "./catalogue.js";
import { dataError } from "./errors.js";
import type { Shelves } from "./shelves.js";
import { buildIndex, type SweepIndex } from "./sweep-index.js";

export class SweepIndexes {
  readonly #catalogue: Catalogue;
  readonly #shelves: Shelves;
  readonly #indexes = new Map<SweepId, Promise<SweepIndex>>();

  constructor(catalogue: Catalogue, shelves: Shelves) {
    this.#catalogue = catalogue;
    this.#shelves = shelves;
  }

  /** One index a sweep, however many ask at once. @throws CodedError DATA_SWEEP_UNKNOWN */
  get(id: SweepId): Promise<SweepIndex> {
    const known = this.#indexes.get(id);
    if (known !== undefined) return known;
    const building = this.#build(id);
    this.#indexes.set(id, building);
    building.catch(() => this.#indexes.delete(id));
    return building;
  }

  async #build(id: SweepId): Promise<SweepIndex> {
    const record = await this.#catalogue.record(id);
    if (record === undefined) throw dataError("DATA_SWEEP_UNKNOWN", `No sweep ${id} is stored here; list them with \`spikefarm ls\`.`);
    return buildIndex(record, this.#shelves.all);
  }
}
