import type { Catalogue } from "./catalogue.js";
import type { DataLog } from "./data-event.js";
import type { Shelves } from "./shelves.js";

/** A data directory that is open. */
export interface OpenStores {
  readonly directory: string;
  /** Names the shelf that is written to. */
  readonly machine: string;
  readonly shelves: Shelves;
  readonly catalogue: Catalogue;
  readonly log: DataLog;
}
