// A table as NDJSON, read from the store as fast as the client takes it. The last line says {"end":true}, or which problem ended it early:
// by then the status has long been sent.

import { Readable } from "node:stream";
import { CodedError, encodeRow, type Row, type RowQuery, type TrialStatus } from "@spikefarm/protocol";
import type { FastifyInstance } from "fastify";
import type { Writer } from "../app.js";
import { COUNT, STRIDE, SWEEP_PARAMETERS, type SweepParameters } from "./parameters.js";

interface RowsQuery {
  readonly status?: string;
  readonly offset?: string;
  readonly limit?: string;
  readonly stride?: string;
}

export function registerRows(app: FastifyInstance, writer: Writer): void {
  const querystring = {
    type: "object",
    properties: { status: { type: "string", pattern: "^[0-4](,[0-4])*$" }, offset: COUNT, limit: COUNT, stride: STRIDE },
  };
  app.get<{ Params: SweepParameters; Querystring: RowsQuery }>(
    "/sweeps/:id/rows",
    { schema: { params: SWEEP_PARAMETERS, querystring } },
    async ({ params: { id }, query }, reply) => {
      await writer.columns(id); // an unknown sweep is a problem of its own
      return reply.type("application/x-ndjson").send(Readable.from(lines(writer.rows(id, queryOf(query))), { objectMode: false }));
    },
  );
}

function queryOf({ status, offset, limit, stride }: RowsQuery): RowQuery {
  return {
    ...(status !== undefined && { status: status.split(",").map((code) => Number(code) as TrialStatus) }),
    ...(offset !== undefined && { offset: Number(offset) }),
    ...(limit !== undefined && { limit: Number(limit) }),
    ...(stride !== undefined && { stride: Number(stride) }),
  };
}

async function* lines(batches: AsyncIterable<readonly Row[]>): AsyncGenerator<string> {
  try {
    for await (const rows of batches) {
      let text = "";
      for (const row of rows) text += `${encodeRow(row)}\n`;
      yield text;
    }
    yield `{"end":true}\n`;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    yield `${JSON.stringify({ code: error.code, message: error.message })}\n`;
  }
}
