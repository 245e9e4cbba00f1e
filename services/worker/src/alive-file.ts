// A file that a worker writes again and again while its event loop turns: what a health check can look at, since a worker answers no
// requests. It goes with the worker.

import { rm, writeFile } from "node:fs/promises";
import { HEARTBEAT_SECONDS } from "@spikefarm/protocol";

/** Returns the way to stop. */
export function keepAliveFile(path: string, onError: (error: Error) => void): () => Promise<void> {
  let writing = Promise.resolve();
  const write = (): void => {
    writing = writing.then(() => writeFile(path, `${new Date().toISOString()}\n`)).catch(onError);
  };
  write();
  const timer = setInterval(write, HEARTBEAT_SECONDS * 1000);
  return async () => {
    clearInterval(timer);
    await writing;
    await rm(path, { force: true }).catch(onError);
  };
}
