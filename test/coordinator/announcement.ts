// What a worker of this version says of itself.

import { NUMERICS_VERSION, PROTOCOL_VERSION, type WorkerAnnouncement } from "@spikefarm/protocol";

export const announcement = (changes: Partial<WorkerAnnouncement> = {}): WorkerAnnouncement => ({
  machine: "here",
  pid: 17,
  threads: 2,
  tasks_running: 1,
  cpu_load: 0.5,
  memory_bytes: 100_000_000,
  versions: { numerics: NUMERICS_VERSION, protocol: PROTOCOL_VERSION, spikefarm: "0.1.0", node: "20.0.0" },
  modules: [],
  started_at: "2027-01-15T08:00:00Z",
  state: "ok",
  ...changes,
});
