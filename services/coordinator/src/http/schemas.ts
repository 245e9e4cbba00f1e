// The shapes of packages/protocol's http-api.ts as schemas: requests are checked against them, and /openapi.json is made of them. The
// types come from the protocol; `shapeOf` holds both to the same keys, and a test holds every answer to its schema.

import type * as api from "@spikefarm/protocol";
import { type TObject, type TSchema, Type } from "typebox";

/** An object of exactly the keys of `Shape`, typed as it. Requests refuse other keys; answers may grow. */
const shapeOf = <Shape>(properties: { readonly [Key in keyof Shape]-?: TSchema }, options: { readonly isOpen?: boolean } = {}) =>
  Type.Unsafe<Shape>(Type.Object(properties as Record<string, TSchema>, { additionalProperties: options.isOpen === true }) as TObject);

const NumberOrNull = Type.Union([Type.Number(), Type.Null()]);
const NumberOrText = Type.Union([Type.Number(), Type.String({ description: "NaN, Infinity or -Infinity" })]);
const Cell = Type.Union([Type.Number(), Type.String(), Type.Boolean()]);
const Count = Type.Integer({ minimum: 0 });
const Time = Type.String({ description: "RFC 3339, UTC" });
const Failure = Type.Object({ code: Type.String(), message: Type.String() });
const MAX_ID_LENGTH = 100;
const MAX_NAME_LENGTH = 200;

export const SweepId = Type.String({ pattern: "^s[0-9a-z]{14}$", description: "Of a sweep" });
export const WorkerId = Type.String({ pattern: "^[0-9A-Za-z][0-9A-Za-z._-]*$", maxLength: MAX_ID_LENGTH, description: "Of a worker" });

const columnProperties = {
  name: Type.String(),
  unit: Type.String({ description: "SI base expression, empty for a number without a unit" }),
  shape: Type.Array(Type.Union([Type.Integer(), Type.Null()])),
  dimensions: Type.Optional(
    Type.Array(Type.String(), { description: "What each length of the shape counts: element, spike, event, sample, bin" }),
  ),
};
const Column = shapeOf<api.Column>({
  ...columnProperties,
  kind: Type.Enum(["f64", "i32", "u8", "text"]),
  display: Type.Optional(Type.String({ description: "The unit people read it in" })),
});

const Diagnostic = shapeOf<api.Diagnostic>({
  severity: Type.Enum(["error", "warning"]),
  code: Type.String(),
  message: Type.String(),
  path: Type.String({ description: "Keys from the top of the document, joined by dots" }),
  line: Type.Integer(),
  column: Type.Integer(),
  length: Type.Integer(),
  excerpt: Type.Optional(Type.String()),
  help: Type.Optional(Type.String()),
});

const summaryProperties = {
  id: SweepId,
  name: Type.String(),
  kind: Type.Enum(["model", "module"]),
  state: Type.Enum(["queued", "running", "paused", "cancelled", "complete", "failed"]),
  created_at: Time,
  trials: Type.Object({ total: Count, ok: Count, failed: Count, skipped: Count, pending: Count }),
  trials_done: Type.Number({ description: "Committed trials and what running tasks have done, fractions included" }),
  tasks_running: Count,
  elapsed_s: NumberOrNull,
  eta_s: NumberOrNull,
  failure: Type.Union([Failure, Type.Null()]),
};
export const SweepSummary = shapeOf<api.SweepSummary>(summaryProperties);

export const SweepPage = shapeOf<api.SweepPage>({
  items: Type.Array(SweepSummary),
  next_cursor: Type.Union([Type.String(), Type.Null()]),
});

const Plan = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]));

export const SweepDetail = shapeOf<api.SweepDetail>({
  ...summaryProperties,
  digest: Type.Union([Type.String(), Type.Null()]),
  parameters: Type.Array(Column),
  outputs: Type.Array(Column),
  points: Count,
  repeats: Count,
  document: Type.Unknown(),
  plan: Plan,
});

export const PlanSummary = shapeOf<api.PlanSummary>({
  plan: Plan,
  points: Count,
  repeats: Count,
  trials: Count,
  parameters: Type.Array(Column),
  outputs: Type.Array(Column),
  warnings: Type.Array(Diagnostic),
});

export const Aggregate = shapeOf<api.Aggregate>({
  output: Column,
  parameters: Type.Array(Column),
  total_points: Count,
  points: Type.Array(
    Type.Object({
      point: Count,
      at: Type.Array(Cell),
      mean: Type.Union([NumberOrText, Type.Null()]),
      low: Type.Union([NumberOrText, Type.Null()]),
      high: Type.Union([NumberOrText, Type.Null()]),
      n_ok: Count,
      n_failed: Count,
      n_pending: Count,
    }),
  ),
});

const FailedTrial = shapeOf<api.FailedTrial>({
  point: Count,
  repeat: Count,
  status: Type.Enum(["failed", "timed_out", "crashed"]),
  code: Type.String(),
  message: Type.String(),
  parameters: Type.Record(Type.String(), Cell),
});
export const FailedTrials = shapeOf<{ readonly items: readonly api.FailedTrial[] }>({ items: Type.Array(FailedTrial) });

const Versions = Type.Object(
  {
    numerics: Count,
    protocol: Count,
    spikefarm: Type.String({ maxLength: MAX_NAME_LENGTH }),
    node: Type.String({ maxLength: MAX_NAME_LENGTH }),
  },
  { additionalProperties: false },
);
const Name = Type.String({ minLength: 1, maxLength: MAX_NAME_LENGTH });
const workerProperties = {
  machine: Name,
  pid: Count,
  threads: Count,
  tasks_running: Count,
  cpu_load: Type.Number({ minimum: 0, description: "Of its process: 1 is a core" }),
  memory_bytes: Count,
  versions: Versions,
  started_at: Type.String({ maxLength: MAX_NAME_LENGTH, description: "RFC 3339, UTC" }),
};

const WorkerSummary = shapeOf<api.WorkerSummary>({
  ...workerProperties,
  id: WorkerId,
  modules: Type.Array(Type.Object({ name: Name, hash: Name })),
  last_seen_at: Time,
  state: Type.Enum(["ok", "draining", "refused", "lost"]),
  reason: Type.Union([Type.String(), Type.Null()]),
});
export const Workers = shapeOf<{ readonly items: readonly api.WorkerSummary[] }>({ items: Type.Array(WorkerSummary) });

export const WorkerAnnouncement = shapeOf<api.WorkerAnnouncement>({
  ...workerProperties,
  modules: Type.Array(
    Type.Object({ name: Name, hash: Name, parameters: Type.Unknown(), outputs: Type.Unknown() }, { additionalProperties: false }),
    { maxItems: 1_000 },
  ),
  state: Type.Enum(["ok", "draining"]),
});
export const WorkerAnswer = shapeOf<api.WorkerAnswer>({ state: Type.Enum(["ok", "draining"]) });

const Problem = shapeOf<api.Problem>(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String({ description: "Listed in docs/errors.md" }),
    request_id: Type.Optional(Type.String()),
    diagnostics: Type.Optional(Type.Array(Diagnostic)),
    reason: Type.Optional(Type.String()),
    checks: Type.Optional(Type.Record(Type.String(), Type.String())),
  },
  { isOpen: true },
);

/** Any route may refuse: who asks, how it is asked, or because a service is away. */
export const REFUSALS = {
  "4xx": { description: "What to mend", content: { "application/problem+json": { schema: Problem } } },
  "5xx": { description: "What to wait for", content: { "application/problem+json": { schema: Problem } } },
};

const Table = Type.Object({
  columns: Type.Array(Type.Object(columnProperties)),
  rows: Type.Array(Type.Array(Type.Unknown(), { description: "A cell a column; null where there is none" })),
});

/** A table in the three formats that it is sent in; `Sent` is what the route hands over. */
export const tableOf = <Sent>() => ({
  description: "The table",
  content: {
    "text/csv": { schema: Type.Unsafe<Sent>(Type.String({ description: "A row a line, below the names of the columns" })) },
    "application/json": { schema: Type.Unsafe<Sent>(Table) },
    "application/vnd.apache.arrow.stream": { schema: Type.Unsafe<Sent>(Type.String({ format: "binary" })) },
  },
});

export const EventText = {
  description: "Events, until the connection ends",
  content: { "text/event-stream": { schema: Type.String({ description: "id, event and data (JSON) of each" }) } },
};
