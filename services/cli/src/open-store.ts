// The store of a data directory for commands that only read it: through the process that holds the directory, where one does and serves
// it, else opened here. A directory that does not exist is not made.

import { existsSync } from "node:fs";
import { openHttpWriter } from "@spikefarm/client";
import { findHolderUrl } from "@spikefarm/datamanager";
import { CodedError, type WriterPort } from "@spikefarm/protocol";
import { openStore } from "@spikefarm/standalone";
import type { Config } from "./config.js";

/** A process that holds the directory and is busy for a moment is waited for; one that does not answer is told of soon. */
const RETRY_FOR_MS = 5_000;

export async function withStore<Result>(config: Config, use: (writer: WriterPort) => Promise<Result>): Promise<Result> {
  if (!existsSync(config.data)) {
    throw new CodedError(
      "SWEEP_UNKNOWN",
      `There is no data directory ${config.data}; make one with \`spikefarm run FILE\`, or give the right --data.`,
    );
  }
  const url = await findHolderUrl(config.data);
  const writer =
    url === undefined
      ? await openStore({ data: config.data, machine: config.machine })
      : openHttpWriter({ url, token: config.token, retryForMs: RETRY_FOR_MS });
  try {
    return await use(writer);
  } finally {
    await writer.close();
  }
}
