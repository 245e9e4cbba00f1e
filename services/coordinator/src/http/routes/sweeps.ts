// Sweeps: listed, shown, cancelled, and why trials of them failed.

import type * as api from "@spikefarm/protocol";
import { isSweepId, type SweepId, type WriterPort } from "@spikefarm/protocol";
import { Type } from "typebox";
import type { Coordinator } from "../../app.js";
import type { StoredPlans } from "../../stored-plans.js";
import type { App } from "../app-type.js";
import { listFailures } from "../failures.js";
import { HttpError } from "../http-error.js";
import * as schemas from "../schemas.js";
import { detailOf, summaryOf } from "../sweep-views.js";

export interface SweepParts {
  readonly coordinator: Coordinator;
  readonly writer: WriterPort;
  readonly plans: StoredPlans;
}

const PAGE = { default: 50, most: 500 };
const FAILURES = { default: 100, most: 1_000 };
const Limit = (most: number) => Type.Optional(Type.Integer({ minimum: 1, maximum: most }));
const params = Type.Object({ id: schemas.SweepId });
const closed = { additionalProperties: false };
const tags = ["sweeps"];

export function registerSweeps(app: App, parts: SweepParts): void {
  const { coordinator, writer } = parts;

  const list = {
    tags,
    summary: "List sweeps, newest first",
    querystring: Type.Object({ limit: Limit(PAGE.most), cursor: Type.Optional(Type.String({ maxLength: 100 })) }, closed),
    response: { 200: schemas.SweepPage, ...schemas.REFUSALS },
  };
  app.get("/sweeps", { schema: list }, ({ query }) => listSweeps(coordinator, query));

  const show = { tags, summary: "Show a sweep", params, response: { 200: schemas.SweepDetail, ...schemas.REFUSALS } };
  app.get("/sweeps/:id", { schema: show }, ({ params }) => detailOf(params.id as SweepId, parts));

  const cancel = {
    tags,
    summary: "Cancel a sweep; what is committed stays",
    params,
    response: { 202: schemas.SweepSummary, ...schemas.REFUSALS },
  };
  app.post("/sweeps/:id/cancel", { schema: cancel }, async (request, reply) => {
    const id = request.params.id as SweepId;
    await coordinator.cancel(id);
    request.log.info({ sweep: id }, "sweep cancelled");
    return reply.code(202).send(summaryOf(await coordinator.status(id)));
  });

  const failures = {
    tags,
    summary: "Failed trials with their errors and parameters, in table order",
    params,
    querystring: Type.Object({ limit: Limit(FAILURES.most) }, closed),
    response: { 200: schemas.FailedTrials, ...schemas.REFUSALS },
  };
  app.get("/sweeps/:id/failures", { schema: failures }, ({ params, query }) =>
    listFailures(writer, params.id as SweepId, query.limit ?? FAILURES.default),
  );
}

/** The cursor is the id of the last sweep of the page before: ids sort by the time they were made. */
async function listSweeps(
  coordinator: Coordinator,
  { limit = PAGE.default, cursor }: { readonly limit?: number; readonly cursor?: string },
): Promise<api.SweepPage> {
  if (cursor !== undefined && !isSweepId(cursor)) {
    throw new HttpError(400, "HTTP_INVALID", "The cursor is not one of ours; take it from next_cursor.");
  }
  const sweeps = await coordinator.list({ limit: limit + 1, before: cursor });
  const items = sweeps.slice(0, limit).map(summaryOf);
  return { items, next_cursor: sweeps.length > limit ? (items.at(-1)?.id ?? null) : null };
}
