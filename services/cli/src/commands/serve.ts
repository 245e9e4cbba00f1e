// spikefarm coordinator | writer | worker: one process of a farm of many machines, the very one that the containers run. Flags become the
// environment that the service reads in its own config.ts; its main.ts does the rest, and ends the process.

import { provideEnvironment, type ServeFlags } from "../config.js";

export async function serve(service: "coordinator" | "writer" | "worker", flags: ServeFlags): Promise<void> {
  provideEnvironment(flags);
  await import(new URL("./main.js", import.meta.resolve(`@spikefarm/${service}`)).href);
}
