// A table as NDJSON, read from the store as fast as the client takes it. The last line says {"end":true}, or which problem ended it early:
// by then the status has long been sent. A table of one piece, as a reader that waits for its first rows asks for, is sent in one write.

import { Readable } from "node:stream";
import { CodedError, encodeRow, type Row, type RowQuery, type TrialStatus } from "@spikefarm/protocol";
import type { FastifyInstance } from "fastify";
import type { Writer } from "../app.js";
import { COUNT, STRIDE, SWEEP_PARAMETERS, type SweepParameters, WAIT } from "./parameters.js";

interface RowsQuery {
  readonly status?: string;
  readonly offset?: string;
  readonly limit?: string;
  readonly stride?: string;
  /** Milliseconds. */
  readonly wait?: string;
}

export function registerRows(app: FastifyInstance, writer: Writer): void {
  const querystring = {
    type: "object",
    properties: { status: { type: "string", pattern: "^[0-4](,[0-4])*$" }, offset: COUNT, limit: COUNT, stride: STRIDE, wait: WAIT },
  };
  app.get<{ Params: SweepParameters; Querystring: RowsQuery }>(
    "/sweeps/:id/rows",
    { schema: { params: SWEEP_PARAMETERS, querystring } },
    async ({ params: { id }, query }, reply) => {
      await writer.columns(id); // an unknown sweep is a problem of its own
      const pieces = piecesOf(writer.rows(id, queryOf(query)));
      const { value: first = "" } = await pieces.next();
      const isWhole = first.endsWith(END);
      return reply.type("application/x-ndjson").send(isWhole ? first : Readable.from(from(first, pieces), { objectMode: false }));
    },
  );
}

function queryOf({ status, offset, limit, stride, wait }: RowsQuery): RowQuery {
  return {
    ...(status !== undefined && { status: status.split(",").map((code) => Number(code) as TrialStatus) }),
    ...(offset !== undefined && { offset: Number(offset) }),
    ...(limit !== undefined && { limit: Number(limit) }),
    ...(stride !== undefined && { stride: Number(stride) }),
    ...(wait !== undefined && { waitMs: Number(wait) }),
  };
}

const END = `{"end":true}\n`;
/** Rows of less text than this wait for the next ones. */
const PIECE_LENGTH = 1 << 16;

async function* piecesOf(batches: AsyncIterable<readonly Row[]>): AsyncGenerator<string> {
  let text = "";
  try {
    for await (const rows of batches) {
      for (const row of rows) text += `${encodeRow(row)}\n`;
      if (text.length < PIECE_LENGTH) continue;
      yield text;
      text = "";
    }
    yield text + END;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    yield `${text}${JSON.stringify({ code: error.code, message: error.message })}\n`;
  }
}

async function* from(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}
