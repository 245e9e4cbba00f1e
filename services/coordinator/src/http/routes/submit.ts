// POST /sweeps: a document as it was written, YAML or JSON, so that diagnostics point into the text. It is never parsed by Fastify.

import type * as api from "@spikefarm/protocol";
import { MAX_JSON_SIZE, type ModuleSchema, type Plan } from "@spikefarm/sweep";
import { Type } from "typebox";
import { acceptDocument } from "../../accept-document.js";
import { type Coordinator, statusAtStart } from "../../app.js";
import { describePlan } from "../../describe-plan.js";
import type { Submissions } from "../../submissions.js";
import type { App } from "../app-type.js";
import { PlanSummary, REFUSALS, SweepSummary } from "../schemas.js";
import { summaryOf } from "../sweep-views.js";

export interface SubmitParts {
  readonly coordinator: Coordinator;
  readonly submissions: Submissions;
  readonly modules: (name: string) => ModuleSchema | undefined;
  readonly moduleNames: () => readonly string[];
}

const DOCUMENT_TYPES = ["application/json", "application/yaml", "application/x-yaml", "text/yaml"];
const MAX_KEY_LENGTH = 255;

const schema = {
  tags: ["sweeps"],
  summary: "Submit a document",
  description: "Starts a sweep. With an Idempotency-Key the request may be repeated: the same key and body answer with the same sweep.",
  querystring: Type.Object(
    { dry_run: Type.Optional(Type.Boolean({ description: "Check and plan, start nothing" })) },
    { additionalProperties: false },
  ),
  headers: Type.Object({
    "idempotency-key": Type.Optional(Type.String({ minLength: 1, maxLength: MAX_KEY_LENGTH, pattern: "^[\\x21-\\x7e]+$" })),
  }),
  consumes: DOCUMENT_TYPES,
  body: Type.String({ description: "The document" }),
  response: { 200: PlanSummary, 201: SweepSummary, ...REFUSALS },
};

export function registerSubmit(parent: App, { coordinator, submissions, modules, moduleNames }: SubmitParts): void {
  parent.register(async (app: App) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(DOCUMENT_TYPES, { parseAs: "string" }, (_request, body, done) => done(null, body));

    app.post("/sweeps", { schema, bodyLimit: MAX_JSON_SIZE }, async (request, reply) => {
      const { body } = request;
      const accept = () => acceptDocument(body, { modules, moduleNames: moduleNames() });
      if (request.query.dry_run === true) {
        const { plan, warnings } = accept();
        return reply.code(200).send(planSummaryOf(plan, warnings));
      }
      const key = request.headers["idempotency-key"];
      const { id, record } = await submissions.submit(() => accept().plan, { key, body });
      const isReplayed = record === undefined;
      request.log.info({ sweep: id, isReplayed }, "sweep submitted");
      if (isReplayed) reply.header("Idempotency-Replayed", "true");
      const status = isReplayed ? await coordinator.status(id) : statusAtStart(record);
      return reply.code(201).header("Location", `/api/v1/sweeps/${id}`).send(summaryOf(status));
    });
  });
}

function planSummaryOf(plan: Plan, warnings: api.PlanSummary["warnings"]): api.PlanSummary {
  const { parts, parameters, outputs, trials } = plan;
  const points = parts.reduce((sum, part) => sum + part.points, 0);
  const repeats = parts.reduce((most, part) => Math.max(most, part.repeats), 0);
  return { plan: describePlan(plan), points, repeats, trials, parameters, outputs, warnings };
}
