// The indexes of the sweeps asked for so far. Each is built once, from the shelves, and kept up by the commits.

import type { SweepId } from "@spikefarm/protocol";
import { dataError } from "./errors.js";
import type { OpenStores } from "./open-stores.js";
import { buildIndex, type SweepIndex } from "./sweep-index.js";

export class SweepIndexes {
  readonly #stores: OpenStores;
  readonly #indexes = new Map<SweepId, Promise<SweepIndex>>();

  constructor(stores: OpenStores) {
    this.#stores = stores;
  }

  /** @throws CodedError DATA_SWEEP_UNKNOWN */
  of(id: SweepId): Promise<SweepIndex> {
    const known = this.#indexes.get(id);
    if (known !== undefined) return known;
    const building = this.#build(id);
    this.#indexes.set(id, building);
    building.catch(() => this.#indexes.delete(id));
    return building;
  }

  async #build(id: SweepId): Promise<SweepIndex> {
    const { catalogue, shelves, directory } = this.#stores;
    const record = await catalogue.record(id);
    if (record === undefined) {
      throw dataError("DATA_SWEEP_UNKNOWN", `No sweep ${id} is stored in ${directory}; list them with \`spikefarm ls\`.`);
    }
    return buildIndex(record, shelves.all);
  }
}
