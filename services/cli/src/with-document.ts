// A document for commands that keep nothing: the module that it may name is bundled into a temporary folder, which is gone afterwards.
// A model needs no such folder, and none is made for it.

import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Flags, readConfig } from "./config.js";
import { type OpenedDocument, openDocument } from "./open-document.js";

export async function withDocument<Result>(
  file: string,
  flags: Flags,
  use: (document: OpenedDocument) => Result | Promise<Result>,
): Promise<Result> {
  const data = join(tmpdir(), `spikefarm-${randomUUID()}`);
  try {
    return await use(await openDocument(file, readConfig({ ...flags, data })));
  } finally {
    await rm(data, { recursive: true, force: true }).catch(() => undefined); // a folder that could not be made cannot be removed either
  }
}
