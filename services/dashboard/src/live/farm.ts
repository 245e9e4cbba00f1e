// The farm as the page last heard of it.
//
// Whenever the stream goes live, sweeps and workers are listed anew, *after* the stream is open: what changes meanwhile arrives as an
// event, and what changed while nobody listened is in the list. A `reset` (the coordinator cannot say what was missed) does the same.
// An event heard during the listing is newer than the list and wins. Events are applied a few times a second at most, however many arrive.

import type { SweepSummary, WorkerSummary } from "@spikefarm/protocol";
import { authorization } from "../api/authorization.js";
import { type ApiError, asApiError } from "../api/call.js";
import { listSweeps, listWorkers, openEvents } from "../api/farm-api.js";
import { createStore } from "../store.js";
import { type Connection, followEvents } from "./follow-events.js";
import type { ServerEvent } from "./parse-events.js";

export interface Farm {
  readonly connection: Connection;
  /** Undefined until listed. */
  readonly sweeps: ReadonlyMap<string, SweepSummary> | undefined;
  /** Where older sweeps begin that are not listed yet; null where there are none. */
  readonly olderSweeps: string | null;
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
  olderSweeps: null,
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
    const [page, workers] = await Promise.all([listSweeps(signal), listWorkers(signal)]);
    const known = farm.get().sweeps;
    const kept = [...newerThanListing].flatMap((id) => known?.get(id) ?? []);
    change({ sweeps: byId([...page.items, ...kept]), olderSweeps: page.next_cursor, workers, error: undefined });
  } catch (error) {
    if (!signal.aborted) change({ error: asApiError(error) });
  }
}

/** Lists the next page of older sweeps. What is known already is as new or newer. */
export async function listOlderSweeps(): Promise<void> {
  const { olderSweeps } = farm.get();
  if (olderSweeps === null) return;
  const { signal } = stop;
  try {
    const page = await listSweeps(signal, olderSweeps);
    if (farm.get().olderSweeps !== olderSweeps) return; // listed anew meanwhile
    change({ sweeps: byId([...page.items, ...(farm.get().sweeps?.values() ?? [])]), olderSweeps: page.next_cursor });
  } catch (error) {
    if (!signal.aborted) change({ error: asApiError(error) });
  }
}

const byId = (sweeps: readonly SweepSummary[]): ReadonlyMap<string, SweepSummary> => new Map(sweeps.map((sweep) => [sweep.id, sweep]));

function hear({ event, data }: ServerEvent): void {
  if (event === "sweep") {
    const sweep = JSON.parse(data) as SweepSummary;
    heardSweeps.set(sweep.id, sweep);
    newerThanListing.add(sweep.id);
  } else if (event === "workers") {
    heardWorkers = (JSON.parse(data) as { readonly items: readonly WorkerSummary[] }).items;
  } else if (event === "reset") {
    onConnection({ kind: "live" });
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
