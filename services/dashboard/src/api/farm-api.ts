// The calls of the HTTP API that the page makes, in the shapes of packages/protocol. Answers come from our own coordinator and are trusted.

import type { Aggregate, FailedTrial, SweepDetail, SweepSummary, WorkerSummary } from "@spikefarm/protocol";
import { call } from "./call.js";

/** More failed trials than these are in the table that can be downloaded. */
export const FAILURES_SHOWN = 100;

type Items<T> = { readonly items: readonly T[] };

export const listSweeps = async (signal: AbortSignal): Promise<readonly SweepSummary[]> =>
  (await getJson<Items<SweepSummary>>("/sweeps", signal)).items;

export const listWorkers = async (signal: AbortSignal): Promise<readonly WorkerSummary[]> =>
  (await getJson<Items<WorkerSummary>>("/workers", signal)).items;

export const showSweep = (id: string, signal: AbortSignal): Promise<SweepDetail> => getJson(pathOf(id), signal);

export const aggregateOutput = (id: string, output: string, signal: AbortSignal): Promise<Aggregate> =>
  getJson(`${pathOf(id)}/aggregate?output=${encodeURIComponent(output)}`, signal);

export const listFailures = async (id: string, signal: AbortSignal): Promise<readonly FailedTrial[]> =>
  (await getJson<Items<FailedTrial>>(`${pathOf(id)}/failures?limit=${FAILURES_SHOWN}`, signal)).items;

export const cancelSweep = async (id: string): Promise<SweepSummary> =>
  (await call(`${pathOf(id)}/cancel`, { method: "POST" })).json() as Promise<SweepSummary>;

export const resultsPath = (id: string, format: "csv" | "json"): string => `${pathOf(id)}/results?format=${format}`;

/** The event stream, from after the event `lastEventId`. */
export const openEvents = (lastEventId: string | undefined, signal: AbortSignal): Promise<Response> =>
  call("/events", { signal, headers: { Accept: "text/event-stream", ...(lastEventId !== undefined && { "Last-Event-ID": lastEventId }) } });

const pathOf = (id: string): string => `/sweeps/${encodeURIComponent(id)}`;

const getJson = async <T>(path: string, signal: AbortSignal): Promise<T> => (await call(path, { signal })).json() as Promise<T>;
