// The writer: the one process that opens the data directory. Commits go through the commit loop; everything else is the DataManager's.

import type { DataManagerOptions } from "@spikefarm/datamanager";
import type { CodedError, WriterPort } from "@spikefarm/protocol";
import { CommitLoop } from "./commit-loop.js";
import { ReopeningStore } from "./reopening-store.js";

export type WriterOptions = Pick<DataManagerOptions, "directory" | "machine" | "log">;

export interface Writer extends WriterPort {
  /** More results are waiting than it takes in; a commit would be held back. */
  readonly isBusy: boolean;
  /** Why nothing can be stored at the moment; undefined while it can. */
  readonly failure: CodedError | undefined;
}

/** @throws CodedError DATA_IN_USE, DATA_IO, DATA_DISK_FULL */
export async function createWriter(options: WriterOptions): Promise<Writer> {
  const store = await ReopeningStore.open(options);
  const loop = new CommitLoop(store);
  return {
    get isBusy() {
      return loop.isFull;
    },
    get failure() {
      return store.failure;
    },
    putSweep: (record) => store.use((data) => data.putSweep(record)),
    getSweep: (id) => store.use((data) => data.getSweep(id)),
    listSweeps: (query) => store.use((data) => data.listSweeps(query)),
    setState: (id, state, failure) => store.use((data) => data.setState(id, state, failure)),
    settleGranuleSize: (id, part, granuleSize, block, provenance) =>
      store.use((data) => data.settleGranuleSize(id, part, granuleSize, block, provenance)),
    commit: (block, provenance) => loop.commit({ block, provenance }),
    counts: (id) => store.use((data) => data.counts(id)),
    missing: (id, part, from, limit) => store.use((data) => data.missing(id, part, from, limit)),
    rows: (id, query) => store.rows(id, query),
    columns: (id) => store.use((data) => data.columns(id)),
    digest: (id) => store.use((data) => data.digest(id)),
    async close() {
      await loop.drained();
      await store.close();
    },
  };
}
