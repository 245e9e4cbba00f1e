// What the coordinator's HTTP API says under /api/v1, in and out. snake_case, RFC 3339 times in UTC, durations in seconds as `*_s`,
// non-finite numbers as "NaN", "Infinity", "-Infinity". Errors are RFC 9457 problems.
//
//   POST   /sweeps                    document (JSON or YAML) → 201 SweepSummary; ?dry_run=true → 200 PlanSummary
//                                     Idempotency-Key: the same key and body answer with the same sweep, Idempotency-Replayed: true
//   GET    /sweeps                    ?limit=N&cursor=C → SweepPage, newest first
//   GET    /sweeps/{id}               → SweepDetail
//   POST   /sweeps/{id}/cancel        → 202 SweepSummary; a sweep that has ended is left as it is
//   GET    /sweeps/{id}/results       ?format=csv|json|arrow
//   GET    /sweeps/{id}/aggregate     ?output=NAME → Aggregate: one output over the points, for plots
//   GET    /sweeps/{id}/failures      ?limit=N → { items: FailedTrial[] }
//   GET    /workers                   → { items: WorkerSummary[] }
//   PUT    /workers/{id}              WorkerAnnouncement, every `HEARTBEAT_SECONDS` → 200 WorkerAnswer, or 409 Problem with `reason`
//   GET    /events                    SSE: `sweep` (SweepSummary), `workers` ({ items }); Last-Event-ID resumes, and where it cannot,
//                                     `reset` ({}) says that what is shown must be read anew

import type { Column } from "./column.js";
import type { Diagnostic } from "./diagnostic.js";
import type { SweepState } from "./sweep-record.js";

/** A worker announces itself this often, and is lost after three times the pause. */
export const HEARTBEAT_SECONDS = 2;
/** An aggregate has at most this many points. */
export const AGGREGATE_POINTS = 2000;

export interface SweepSummary {
  readonly id: string;
  readonly name: string;
  readonly kind: "model" | "module";
  readonly state: SweepState;
  readonly created_at: string;
  readonly trials: {
    readonly total: number;
    readonly ok: number;
    readonly failed: number;
    readonly skipped: number;
    readonly pending: number;
  };
  /** Committed trials and what running tasks have done, fractions included. */
  readonly trials_done: number;
  readonly tasks_running: number;
  /** Since this coordinator took it up; null when it is not running. */
  readonly elapsed_s: number | null;
  readonly eta_s: number | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
}

export interface SweepPage {
  readonly items: readonly SweepSummary[];
  /** For `?cursor=`; null on the last page. */
  readonly next_cursor: string | null;
}

export interface SweepDetail extends SweepSummary {
  readonly digest: string | null;
  /** Swept parameters, sorted by name. */
  readonly parameters: readonly Column[];
  readonly outputs: readonly Column[];
  readonly points: number;
  readonly repeats: number;
  /** The document as it was resolved, JSON. */
  readonly document: unknown;
  /** Labels and values of the plan, in reading order. */
  readonly plan: Readonly<Record<string, string | number>>;
}

export interface PlanSummary {
  readonly plan: Readonly<Record<string, string | number>>;
  readonly points: number;
  readonly repeats: number;
  readonly trials: number;
  readonly parameters: readonly Column[];
  readonly outputs: readonly Column[];
  readonly warnings: readonly Diagnostic[];
}

/** An output over the points, in table order, at most `AGGREGATE_POINTS` of them (evenly thinned where there are more). */
export interface Aggregate {
  readonly output: Column;
  readonly parameters: readonly Column[];
  readonly total_points: number;
  readonly points: readonly {
    readonly point: number;
    /** Values of the swept parameters. */
    readonly at: readonly (number | string | boolean)[];
    /** Over the repeats that are ok; null where none is. */
    readonly mean: number | string | null;
    readonly low: number | string | null;
    readonly high: number | string | null;
    readonly n_ok: number;
    readonly n_failed: number;
    readonly n_pending: number;
  }[];
}

export interface FailedTrial {
  readonly point: number;
  readonly repeat: number;
  readonly status: "failed" | "timed_out" | "crashed";
  readonly code: string;
  readonly message: string;
  /** The swept parameters by name. */
  readonly parameters: Readonly<Record<string, number | string | boolean>>;
}

export interface WorkerSummary {
  readonly id: string;
  readonly machine: string;
  readonly pid: number;
  readonly threads: number;
  readonly tasks_running: number;
  /** Of this process, 0 … threads (1 is a core). */
  readonly cpu_load: number;
  readonly memory_bytes: number;
  readonly versions: { readonly numerics: number; readonly protocol: number; readonly spikefarm: string; readonly node: string };
  readonly modules: readonly { readonly name: string; readonly hash: string }[];
  readonly started_at: string;
  readonly last_seen_at: string;
  /** ok; draining: closes after its tasks; refused: of another version, gets no work; lost: silent for too long. */
  readonly state: "ok" | "draining" | "refused" | "lost";
  readonly reason: string | null;
}

/** What a worker says of itself. `tasks_running` and the two below it are of this moment. */
export interface WorkerAnnouncement {
  readonly machine: string;
  readonly pid: number;
  readonly threads: number;
  readonly tasks_running: number;
  readonly cpu_load: number;
  readonly memory_bytes: number;
  readonly versions: WorkerSummary["versions"];
  /** With their schemas, so that documents can be checked where they are submitted. */
  readonly modules: readonly { readonly name: string; readonly hash: string; readonly parameters: unknown; readonly outputs: unknown }[];
  readonly started_at: string;
  readonly state: "ok" | "draining";
}

export interface WorkerAnswer {
  readonly state: "ok" | "draining";
}

/** RFC 9457. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly request_id?: string;
  /** For a document that does not check: every problem in it. */
  readonly diagnostics?: readonly Diagnostic[];
  /** Of a refused worker. */
  readonly reason?: string;
  /** Of a service that is not ready: what fails, and why. */
  readonly checks?: Readonly<Record<string, string>>;
}
