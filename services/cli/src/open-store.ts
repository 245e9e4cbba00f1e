// The store of a data directory for commands that only read it. A directory that does not exist is not made.

import { existsSync } from "node:fs";
import { CodedError, type WriterPort } from "@spikefarm/protocol";
import { openStore } from "@spikefarm/standalone";
import type { Config } from "./config.js";

export async function withStore<Result>(config: Config, use: (writer: WriterPort) => Promise<Result>): Promise<Result> {
  if (!existsSync(config.data)) {
    throw new CodedError(
      "SWEEP_UNKNOWN",
      `There is no data directory ${config.data}; make one with \`spikefarm run FILE\`, or give the right --data.`,
    );
  }
  const writer = await openStore({ data: config.data, machine: config.machine });
  try {
    return await use(writer);
  } finally {
    await writer.close();
  }
}
