import { NUMERICS_VERSION, PROTOCOL_VERSION, type WorkerAnnouncement } from "@spikefarm/protocol";
import type { ModuleRegistry } from "./modules/open-modules.js";

/** The version of this program; a test holds it to package.json. */
const SPIKEFARM_VERSION = "0.1.0";

export interface Announcer {
  readonly machine: string;
  readonly threads: number;
  readonly modules: ModuleRegistry;
  readonly tasksRunning: () => number;
  readonly isDraining: () => boolean;
}

/** What the worker says of itself; the load is that since the last time it was asked. */
export function announcer({ machine, threads, modules, tasksRunning, isDraining }: Announcer): () => WorkerAnnouncement {
  const startedAt = new Date().toISOString();
  let lastCpu = process.cpuUsage();
  let lastAtMs = performance.now();
  const cpuLoad = (): number => {
    const { user, system } = process.cpuUsage(lastCpu);
    const elapsedMs = performance.now() - lastAtMs;
    lastCpu = process.cpuUsage();
    lastAtMs = performance.now();
    return elapsedMs > 0 ? (user + system) / 1000 / elapsedMs : 0;
  };
  return () => ({
    machine,
    pid: process.pid,
    threads,
    tasks_running: tasksRunning(),
    cpu_load: cpuLoad(),
    memory_bytes: process.memoryUsage.rss(),
    versions: {
      numerics: NUMERICS_VERSION,
      protocol: PROTOCOL_VERSION,
      spikefarm: SPIKEFARM_VERSION,
      node: process.versions.node,
    },
    modules: modules.names.map((name) => modules.schema(name)!),
    state: isDraining() ? "draining" : "ok",
    started_at: startedAt,
  });
}
