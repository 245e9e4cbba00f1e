// Who works for this farm. A worker announces itself every `HEARTBEAT_SECONDS`, with its modules and their schemas.
//
//   announced ──▶ ok ⇄ draining        closes after its tasks, says the worker
//      │           └──three beats missed──▶ lost ──announced──▶ ok
//      └──of another protocol or numerics version──▶ refused   gets no work; a reason says why
//
// A worker that has been silent for an hour is forgotten. Of two modules of one name the one that was announced last for the first time
// wins: it is the newer file. A sweep is pinned to the version it was submitted with, and workers with another refuse its tasks.

import {
  HEARTBEAT_SECONDS,
  NUMERICS_VERSION,
  PROTOCOL_VERSION,
  type WorkerAnnouncement,
  type WorkerAnswer,
  type WorkerSummary,
} from "@spikefarm/protocol";
import type { ModuleSchema } from "@spikefarm/sweep";
import { HttpError } from "../http/http-error.js";

const LOST_AFTER_MS = 3 * HEARTBEAT_SECONDS * 1000;
const FORGOTTEN_AFTER_MS = 60 * 60 * 1000;
const MAX_WORKERS = 10_000;

interface Known {
  readonly announcement: WorkerAnnouncement;
  readonly lastSeenMs: number;
  readonly refusal: string | undefined;
}

/** Owns what workers said; its invariant: a schema is known for every module of every worker that is not refused. */
export class WorkerRegistry {
  readonly #workers = new Map<string, Known>();
  /** By name and hash; insertion order is the order of first announcements. */
  readonly #schemas = new Map<string, ModuleSchema>();
  readonly #listeners = new Set<() => void>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** @throws HttpError WORKER_REFUSED with the reason. */
  announce(id: string, announcement: WorkerAnnouncement): WorkerAnswer {
    this.#forgetSilent();
    if (!this.#workers.has(id) && this.#workers.size >= MAX_WORKERS) {
      throw new HttpError(503, "HTTP_BUSY", `There are ${MAX_WORKERS} workers already.`, { headers: { "Retry-After": "60" } });
    }
    const refusal = refusalOf(announcement);
    this.#workers.set(id, { announcement, lastSeenMs: this.#now(), refusal });
    if (refusal === undefined) this.#learnSchemas(announcement);
    for (const listener of this.#listeners) listener();
    if (refusal === undefined) return { state: announcement.state };
    throw new HttpError(409, "WORKER_REFUSED", `Worker ${id} is refused: ${refusal}`, { members: { reason: refusal } });
  }

  list(): readonly WorkerSummary[] {
    this.#forgetSilent();
    return [...this.#workers].map(([id, known]) => summaryOf(id, known, this.#stateOf(known))).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** What `checkDocument` asks for. A module of a worker that is lost just now is known as long as no other worker has the name. */
  readonly modules = (name: string): ModuleSchema | undefined => {
    const usable = [...this.#workers.values()].filter(({ refusal }) => refusal === undefined);
    const live = usable.filter((known) => this.#stateOf(known) !== "lost");
    return this.#newest(name, live) ?? this.#newest(name, usable);
  };

  /** The names that `modules` knows, sorted. */
  readonly moduleNames = (): readonly string[] => {
    const usable = [...this.#workers.values()].filter(({ refusal }) => refusal === undefined);
    return [...new Set(usable.flatMap(({ announcement }) => announcement.modules.map(({ name }) => name)))].sort();
  };

  /** Told of every announcement. Returns the way to stop. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #newest(name: string, workers: readonly Known[]): ModuleSchema | undefined {
    const hashes = new Set(
      workers.flatMap(({ announcement }) => announcement.modules.filter((module) => module.name === name).map(({ hash }) => hash)),
    );
    return [...this.#schemas.values()].findLast((schema) => schema.name === name && hashes.has(schema.hash));
  }

  #learnSchemas({ modules }: WorkerAnnouncement): void {
    for (const { name, hash, parameters, outputs } of modules) {
      const key = schemaKey(name, hash);
      if (!this.#schemas.has(key)) this.#schemas.set(key, { name, hash, parameters, outputs });
    }
  }

  #stateOf({ announcement, lastSeenMs, refusal }: Known): WorkerSummary["state"] {
    if (this.#now() - lastSeenMs > LOST_AFTER_MS) return "lost";
    return refusal === undefined ? announcement.state : "refused";
  }

  #forgetSilent(): void {
    const before = this.#workers.size;
    for (const [id, { lastSeenMs }] of this.#workers) if (this.#now() - lastSeenMs > FORGOTTEN_AFTER_MS) this.#workers.delete(id);
    if (this.#workers.size === before) return;
    const used = new Set(
      [...this.#workers.values()].flatMap(({ announcement }) => announcement.modules.map(({ name, hash }) => schemaKey(name, hash))),
    );
    for (const key of this.#schemas.keys()) if (!used.has(key)) this.#schemas.delete(key);
  }
}

const schemaKey = (name: string, hash: string): string => `${name}\0${hash}`;

function refusalOf({ versions: { protocol, numerics } }: WorkerAnnouncement): string | undefined {
  if (protocol !== PROTOCOL_VERSION)
    return `it speaks protocol ${protocol}, this farm speaks ${PROTOCOL_VERSION}. Run the same version of Spikefarm everywhere.`;
  if (numerics !== NUMERICS_VERSION)
    return `it computes with numerics ${numerics}, this farm with ${NUMERICS_VERSION}: results would differ. Run the same version of Spikefarm everywhere.`;
  return undefined;
}

function summaryOf(id: string, { announcement, lastSeenMs, refusal }: Known, state: WorkerSummary["state"]): WorkerSummary {
  const { machine, pid, threads, tasks_running, cpu_load, memory_bytes, versions, modules, started_at } = announcement;
  return {
    id,
    machine,
    pid,
    threads,
    tasks_running,
    cpu_load,
    memory_bytes,
    versions,
    modules: modules.map(({ name, hash }) => ({ name, hash })),
    started_at,
    last_seen_at: new Date(lastSeenMs).toISOString(),
    state,
    reason: refusal ?? null,
  };
}
