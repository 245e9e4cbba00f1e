// GET /sweeps/{id}/results and /aggregate: the table, streamed in constant memory, and one output of it over the points.

import type { Readable } from "node:stream";
import { exportArrow, exportCsv, exportJson, type TableSource } from "@spikefarm/datamanager";
import type { RowQuery, SweepId, WriterPort } from "@spikefarm/protocol";
import { Type } from "typebox";
import type { Coordinator } from "../../app.js";
import type { StoredPlans } from "../../stored-plans.js";
import { type Aggregates, createAggregates } from "../aggregate.js";
import type { App } from "../app-type.js";
import * as schemas from "../schemas.js";
import { type Piece, streamed, type Write } from "../streamed.js";

export interface ResultParts {
  readonly coordinator: Coordinator;
  readonly writer: WriterPort;
  readonly plans: StoredPlans;
}

interface Format {
  readonly mediaType: string;
  readonly write: (source: TableSource, id: SweepId, write: Write) => Promise<void>;
}

const FORMATS: Readonly<Record<"csv" | "json" | "arrow", Format>> = {
  csv: { mediaType: "text/csv; charset=utf-8", write: exportCsv },
  json: { mediaType: "application/json; charset=utf-8", write: exportJson },
  arrow: { mediaType: "application/vnd.apache.arrow.stream", write: exportArrow },
};

const params = Type.Object({ id: schemas.SweepId });
const MAX_OUTPUT_NAME_LENGTH = 200;
/** A connection on which nothing moves is closed after two minutes. */
const MAX_WAIT_SECONDS = 60;
/** Streams take as long as their reader (`connectionTimeout` ends those whose reader has stopped): the longest time that a timer takes. */
const UNLIMITED_MS = 0x7fffffff;

export function registerResults(app: App, { coordinator, writer, plans }: ResultParts): void {
  const aggregates: Aggregates = createAggregates(writer, plans);

  const results = {
    tags: ["results"],
    summary: "The table, one row a trial: committed rows in the order of repeats and points, in SI base units",
    params,
    querystring: Type.Object(
      {
        format: Type.Optional(Type.Enum(["csv", "json", "arrow"])),
        wait: Type.Optional(
          Type.Integer({ minimum: 0, maximum: MAX_WAIT_SECONDS, description: "While there is no row, wait so many seconds for the first" }),
        ),
      },
      { additionalProperties: false },
    ),
    response: { 200: schemas.tableOf<Piece | Readable>(), ...schemas.REFUSALS },
  };
  app.get("/sweeps/:id/results", { schema: results, handlerTimeout: UNLIMITED_MS }, async (request, reply) => {
    const id = request.params.id as SweepId;
    const format = (request.query.format ?? "csv") as keyof typeof FORMATS;
    const columns = await coordinator.columns(id);
    const { wait } = request.query;
    const query: RowQuery = wait === undefined ? {} : { waitMs: 1000 * wait };
    const source: TableSource = { getSweep: async () => columns, rows: () => writer.rows(id, query) };
    const { mediaType, write } = FORMATS[format];
    const body = await streamed((piece) => write(source, id, piece));
    return reply
      .type(mediaType)
      .header("Content-Disposition", `attachment; filename="${id}.${format}"`)
      .header("Cache-Control", "no-store")
      .send(body);
  });

  const aggregate = {
    tags: ["results"],
    summary: "One output over the points, averaged over the repeats",
    params,
    querystring: Type.Object({ output: Type.String({ maxLength: MAX_OUTPUT_NAME_LENGTH }) }, { additionalProperties: false }),
    response: { 200: schemas.Aggregate, ...schemas.REFUSALS },
  };
  app.get("/sweeps/:id/aggregate", { schema: aggregate }, ({ params, query }) => aggregates.of(params.id as SweepId, query.output));
}
