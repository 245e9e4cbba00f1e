// The farm as the page last heard of it.
//
// Whenever the stream goes live, sweeps and workers are listed anew, *after* the stream is open: what changes meanwhile arrives as an
// event, and what changed while nobody listened is in the list. An event heard during the listing is newer than the list and wins.
// Events are applied a few times a second at most, however many arrive.

import type { SweepSummary, WorkerSummary } from "@spikefarm/protocol";
import { authorization } from "../api/authorization.js";
import { ApiError } from "../api/call.js";
import { listSweeps, listWorkers, openEvents } from "../api/farm-api.js";
import { createStore } from "../store.js";
import { type Connection, followEvents } from "./follow-events.js";
import type { ServerEvent } from "./parse-events.js";

export interface Farm {
  readonly connection: Connection;
  /** Undefined until listed. */
  readonly sweeps: ReadonlyMap<string, SweepSummary> | undefined;
  readonly workers: readonly WorkerSummary[] | undefined;
  /** Why the listing failed. */
  readonly error: ApiError | undefined;
  /** Counts the times the stream went live: what was fetched in an earlier session may be out of date. */
  readonly session: number;
}

const APPLY_EVERY_MS = 100;

export const farm = createStore<Farm>({
  connection: { kind: "connecting" },
  sweeps: undefined,
  workers: undefined,
  error: undefined,
  session: 0,
});

const change = (part: Partial<Farm>): void => farm.set({ ...farm.get(), ...part });

// Heard, not yet applied.
const heardSweeps = new Map<string, SweepSummary>();
let heardWorkers: readonly WorkerSummary[] | undefined;
let applyTimer: ReturnType<typeof setTimeout> | undefined;
// Sweeps heard of since the listing under way began.
const newerThanListing = new Set<string>();
let stop = new AbortController();

/** Follows the farm until the page is closed. Where a token is asked for, nothing more is tried until it is given. */
export function followFarm(): void {
  const start = () => {
    stop.abort();
    if (authorization.get().isTokenNeeded) return;
    stop = new AbortController();
    void followEvents({ open: openEvents, onEvent: hear, onConnection }, stop.signal);
  };
  authorization.subscribe(start);
  start();
}

/** What a call said about a sweep, ahead of the event that will say the same. */
export function noteSweep(sweep: SweepSummary): void {
  heardSweeps.set(sweep.id, sweep);
  newerThanListing.add(sweep.id);
  apply();
}

function onConnection(connection: Connection): void {
  change({ connection });
  if (connection.kind !== "live") return;
  change({ session: farm.get().session + 1 });
  void list(stop.signal);
}

async function list(signal: AbortSignal): Promise<void> {
  newerThanListing.clear();
  try {
    const [sweeps, workers] = await Promise.all([listSweeps(signal), listWorkers(signal)]);
    const known = farm.get().sweeps;
    const kept = [...newerThanListing].flatMap((id) => known?.get(id) ?? []);
    change({ sweeps: new Map([...sweeps, ...kept].map((sweep) => [sweep.id, sweep])), workers, error: undefined });
  } catch (error) {
    if (!signal.aborted) change({ error: error instanceof ApiError ? error : new ApiError(String(error), { code: "UNEXPECTED" }) });
  }
}

function hear({ event, data }: ServerEvent): void {
  if (event === "sweep") {
    const sweep = JSON.parse(data) as SweepSummary;
    heardSweeps.set(sweep.id, sweep);
    newerThanListing.add(sweep.id);
  } else if (event === "workers") {
    heardWorkers = (JSON.parse(data) as { readonly items: readonly WorkerSummary[] }).items;
  }
  applyTimer ??= setTimeout(apply, APPLY_EVERY_MS);
}

function apply(): void {
  clearTimeout(applyTimer);
  applyTimer = undefined;
  const { sweeps, workers } = farm.get();
  change({
    sweeps: heardSweeps.size === 0 ? sweeps : new Map([...(sweeps ?? []), ...heardSweeps]),
    workers: heardWorkers ?? workers,
  });
  heardSweeps.clear();
  heardWorkers = undefined;
}
