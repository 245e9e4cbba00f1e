// The coordinator's HTTP API (protocol/http-api.ts) as functions. One call is one request; an answer that is a problem becomes a
// CodedError with the problem's code, text and diagnostics.

import type { Aggregate, FailedTrial, PlanSummary, SweepDetail, SweepPage, SweepSummary, WorkerSummary } from "@spikefarm/protocol";
import type { Connection } from "./exchange.js";
import { createRequester } from "./request.js";
import { readEvents, type ServerEvent } from "./server-events.js";

export interface SubmitOptions {
  /** Submitting again under the same key answers with the same sweep. */
  readonly idempotencyKey?: string;
}

export interface ResultsOptions {
  /** While there is no row, wait so long for the first; a minute at most. */
  readonly waitSeconds?: number;
}

export interface CoordinatorClient {
  /** The document's text, YAML or JSON. */
  submit(text: string, options?: SubmitOptions): Promise<SweepSummary>;
  plan(text: string): Promise<PlanSummary>;
  /** All of them, newest first. */
  list(): Promise<readonly SweepSummary[]>;
  /** The newest; undefined where there is none. */
  newest(): Promise<SweepSummary | undefined>;
  show(id: string): Promise<SweepDetail>;
  cancel(id: string): Promise<SweepSummary>;
  failures(id: string, limit: number): Promise<readonly FailedTrial[]>;
  workers(): Promise<readonly WorkerSummary[]>;
  aggregate(id: string, output: string): Promise<Aggregate>;
  /** The table's text or bytes, piece by piece as they come. */
  results(id: string, format: "csv" | "json" | "arrow", options?: ResultsOptions): AsyncIterable<Uint8Array>;
  /** Live events until `signal` aborts or the connection ends. */
  events(signal: AbortSignal): AsyncIterable<ServerEvent>;
}

/** Sweeps asked for at a time: the most that the API gives. */
const PAGE_SIZE = 500;

export function openCoordinatorClient(connection: Connection): CoordinatorClient {
  const request = createRequester(connection, "/api/v1");
  const page = (limit: number, cursor: string | null): Promise<SweepPage> =>
    request.json("GET", `/sweeps?limit=${limit}${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`);
  const yaml = { "content-type": "application/yaml" };
  return {
    submit: (body, { idempotencyKey } = {}) =>
      request.json("POST", "/sweeps", {
        body,
        headers: { ...yaml, ...(idempotencyKey !== undefined && { "idempotency-key": idempotencyKey }) },
      }),
    plan: (body) => request.json("POST", "/sweeps?dry_run=true", { body, headers: yaml }),
    async list() {
      const sweeps: SweepSummary[] = [];
      let cursor: string | null = null;
      do {
        const { items, next_cursor }: SweepPage = await page(PAGE_SIZE, cursor);
        sweeps.push(...items);
        cursor = next_cursor;
      } while (cursor !== null);
      return sweeps;
    },
    newest: async () => (await page(1, null)).items[0],
    show: (id) => request.json("GET", `/sweeps/${encodeURIComponent(id)}`),
    cancel: (id) => request.json("POST", `/sweeps/${encodeURIComponent(id)}/cancel`),
    failures: async (id, limit) =>
      (await request.json<{ items: readonly FailedTrial[] }>("GET", `/sweeps/${encodeURIComponent(id)}/failures?limit=${limit}`)).items,
    workers: async () => (await request.json<{ items: readonly WorkerSummary[] }>("GET", "/workers")).items,
    aggregate: (id, output) => request.json("GET", `/sweeps/${encodeURIComponent(id)}/aggregate?output=${encodeURIComponent(output)}`),
    async *results(id, format, { waitSeconds } = {}) {
      const wait = waitSeconds === undefined ? "" : `&wait=${waitSeconds}`;
      yield* await request.stream("GET", `/sweeps/${encodeURIComponent(id)}/results?format=${format}${wait}`);
    },
    async *events(signal) {
      yield* readEvents(await request.stream("GET", "/events", { headers: { accept: "text/event-stream" }, signal }));
    },
  };
}
