// spikefarm coordinator | writer | worker: one process of a farm of many machines, the very one that the containers run. Flags become the
// environment that the service reads in its own config.ts; its main.ts does the rest, and ends the process.

import { provideEnvironment, type ServeFlags } from "../config.js";

const SERVICES = {
  coordinator: () => import("@spikefarm/coordinator/main"),
  writer: () => import("@spikefarm/writer/main"),
  worker: () => import("@spikefarm/worker/main"),
};

export async function serve(service: keyof typeof SERVICES, flags: ServeFlags): Promise<void> {
  provideEnvironment(flags);
  await SERVICES[service]();
}
