// Sweeps, and what is asked about one.

import { CodedError, type SweepId, type SweepRecord, type SweepState } from "@spikefarm/protocol";
import type { FastifyInstance } from "fastify";
import type { Writer } from "../app.js";
import { COUNT, PART_PARAMETERS, type PartParameters, SWEEP, SWEEP_PARAMETERS, type SweepParameters } from "./parameters.js";
import { refusal } from "./problems.js";

/** A record holds the document (at most 12 MiB) as text, its space once more, and its columns. */
const RECORD_LIMIT_BYTES = 16 << 20;

const STATE = { type: "string", enum: ["queued", "running", "paused", "cancelled", "complete", "failed"] satisfies SweepState[] } as const;
const FAILURE = {
  type: "object",
  properties: { code: { type: "string" }, message: { type: "string" } },
  required: ["code", "message"],
} as const;
const COLUMN = {
  type: "object",
  properties: {
    name: { type: "string" },
    kind: { type: "string", enum: ["f64", "i32", "u8", "text"] },
    unit: { type: "string" },
    shape: { type: "array", items: { type: ["integer", "null"] } },
  },
  required: ["name", "kind", "unit", "shape"],
} as const;
const NATURAL = { type: "integer", minimum: 0 } as const;
const PART = {
  type: "object",
  properties: {
    firstPoint: NATURAL,
    points: NATURAL,
    firstRepeat: NATURAL,
    repeats: NATURAL,
    granuleSize: { type: ["integer", "null"], minimum: 1 },
    axes: {
      type: "array",
      items: { type: "object", properties: { length: NATURAL, isStructural: { type: "boolean" } }, required: ["length", "isStructural"] },
    },
  },
  required: ["space", "firstPoint", "points", "firstRepeat", "repeats", "axes", "granuleSize"],
} as const;
const TEXT = { type: "string" } as const;
const RECORD = {
  type: "object",
  properties: {
    id: SWEEP_PARAMETERS.properties.id,
    name: TEXT,
    createdAt: TEXT,
    owner: TEXT,
    state: STATE,
    failure: FAILURE,
    document: TEXT,
    documentHash: TEXT,
    kind: { type: "string", enum: ["model", "module"] },
    numericsVersion: NATURAL,
    parts: { type: "array", items: PART },
    parameters: { type: "array", items: COLUMN },
    outputs: { type: "array", items: COLUMN },
  },
  required: [..."id name createdAt owner state document documentHash kind numericsVersion parts parameters outputs".split(" ")],
} as const;

export function registerSweeps(app: FastifyInstance, writer: Writer): void {
  app.get<{ Querystring: { readonly limit: string; readonly before?: SweepId } }>(
    "/sweeps",
    { schema: { querystring: { type: "object", properties: { limit: COUNT, before: SWEEP }, required: ["limit"] } } },
    async ({ query: { limit, before } }) => ({ items: await writer.listSweeps({ limit: Number(limit), before }) }),
  );

  app.put<{ Params: SweepParameters; Body: SweepRecord }>(
    "/sweeps/:id",
    { schema: { params: SWEEP_PARAMETERS, body: RECORD }, bodyLimit: RECORD_LIMIT_BYTES },
    async ({ params: { id }, body }, reply) => {
      if (body.id !== id) throw refusal(400, "STORE_REQUEST_INVALID", `The record is of sweep ${body.id}, not of ${id}.`);
      await writer.putSweep(body);
      return reply.code(204).send();
    },
  );

  const ofSweep = { schema: { params: SWEEP_PARAMETERS } };
  app.get<{ Params: SweepParameters }>("/sweeps/:id", ofSweep, async ({ params: { id } }) => {
    const record = await writer.getSweep(id);
    if (record === undefined) throw new CodedError("DATA_SWEEP_UNKNOWN", `No sweep ${id} is stored here.`);
    return record;
  });

  app.put<{ Params: SweepParameters; Body: Pick<SweepRecord, "state" | "failure"> }>(
    "/sweeps/:id/state",
    {
      schema: {
        params: SWEEP_PARAMETERS,
        body: { type: "object", properties: { state: STATE, failure: FAILURE }, required: ["state"] },
      },
    },
    ({ params: { id }, body }) => writer.setState(id, body.state, body.failure),
  );

  app.get<{ Params: SweepParameters }>("/sweeps/:id/counts", ofSweep, ({ params: { id } }) => writer.counts(id));
  app.get<{ Params: SweepParameters }>("/sweeps/:id/columns", ofSweep, async ({ params: { id } }) => ({ items: await writer.columns(id) }));
  app.get<{ Params: SweepParameters }>("/sweeps/:id/digest", ofSweep, async ({ params: { id } }) => ({ digest: await writer.digest(id) }));

  app.get<{ Params: PartParameters; Querystring: { readonly from: string; readonly limit: string } }>(
    "/sweeps/:id/parts/:part/missing",
    {
      schema: {
        params: PART_PARAMETERS,
        querystring: { type: "object", properties: { from: COUNT, limit: COUNT }, required: ["from", "limit"] },
      },
    },
    async ({ params: { id, part }, query: { from, limit } }) => ({
      ranges: await writer.missing(id, Number(part), Number(from), Number(limit)),
    }),
  );
}
