// The writer: the one process that opens the data directory. Commits go through the commit loop; everything else is the DataManager's.

import { type DataLog, openDataManager } from "@spikefarm/datamanager";
import type { WriterPort } from "@spikefarm/protocol";
import { CommitLoop } from "./commit-loop.js";

export interface WriterOptions {
  /** The data directory; made where it is missing. */
  readonly directory: string;
  /** Names the shelf that is written to. */
  readonly machine: string;
  readonly log?: DataLog;
}

/** @throws CodedError DATA_IN_USE, DATA_IO, DATA_DISK_FULL */
export async function createWriter(options: WriterOptions): Promise<WriterPort> {
  const data = await openDataManager(options);
  const loop = new CommitLoop(data);
  return {
    putSweep: (record) => data.putSweep(record),
    getSweep: (id) => data.getSweep(id),
    listSweeps: () => data.listSweeps(),
    setState: (id, state, failure) => data.setState(id, state, failure),
    settleGranuleSize: (id, part, granuleSize, block, provenance) => data.settleGranuleSize(id, part, granuleSize, block, provenance),
    commit: (block, provenance) => loop.commit({ block, provenance }),
    counts: (id) => data.counts(id),
    missing: (id, part, from, limit) => data.missing(id, part, from, limit),
    rows: (id, query) => data.rows(id, query),
    columns: (id) => data.columns(id),
    digest: (id) => data.digest(id),
    async close() {
      await loop.drained();
      await data.close();
    },
  };
}
