import type { Block, Provenance, WriterPort } from "@spikefarm/protocol";

export interface WatchedCommits {
  readonly blocks: Block[];
  readonly provenances: Provenance[];
  /** Blocks that settled a granule size. */
  readonly settled: Block[];
  /** Commits that were under way at the same time, at most. */
  readonly mostInFlight: number;
  readonly around: (store: WriterPort) => WriterPort;
}

/** Looks on while blocks are committed to the real store; `before` may hold a commit up, or fail it. */
export function watchCommits(before: (block: Block) => Promise<void> = async () => {}): WatchedCommits {
  const blocks: Block[] = [];
  const provenances: Provenance[] = [];
  const settled: Block[] = [];
  let inFlight = 0;
  let mostInFlight = 0;
  const around = (store: WriterPort): WriterPort => {
    const watched: Partial<WriterPort> = {
      async commit(block, provenance) {
        mostInFlight = Math.max(mostInFlight, ++inFlight);
        blocks.push(block);
        provenances.push(provenance);
        try {
          await before(block);
          return await store.commit(block, provenance);
        } finally {
          inFlight--;
        }
      },
      async settleGranuleSize(id, part, granuleSize, block, provenance) {
        settled.push(block);
        return await store.settleGranuleSize(id, part, granuleSize, block, provenance);
      },
    };
    return new Proxy(store, {
      get(target, name) {
        const own = watched[name as keyof WriterPort];
        if (own !== undefined) return own;
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? (value as (...given: unknown[]) => unknown).bind(target) : value;
      },
    });
  };
  return {
    blocks,
    provenances,
    settled,
    get mostInFlight() {
      return mostInFlight;
    },
    around,
  };
}
