import type { SweepId } from "./ids.js";
import type { SweepEntry } from "./sweep-record.js";
import type { WriterPort } from "./writer-port.js";

const PAGE_SIZE = 500;

/** Every sweep of a store, newest first, asked for page by page. */
export async function* allSweeps(writer: Pick<WriterPort, "listSweeps">): AsyncGenerator<SweepEntry> {
  let before: SweepId | undefined;
  do {
    const page = await writer.listSweeps({ limit: PAGE_SIZE, before });
    yield* page;
    before = page.length < PAGE_SIZE ? undefined : page.at(-1)?.id;
  } while (before !== undefined);
}
