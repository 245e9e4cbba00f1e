// The writer's HTTP face: the WriterPort under /internal/v1, for the other services of the farm alone, and health.
//
//   PUT  /sweeps/{id}                          record → 204
//   GET  /sweeps?limit=&before=                {items}: newest first, without documents, those made before a sweep
//   GET  /sweeps/{id}                          record, or 404
//   PUT  /sweeps/{id}/state                    {state, failure?} → what stands: {state, failure?}
//   PUT  /sweeps/{id}/blocks                   a block's bytes → receipt, 409 with the receipt where rows contradict the stored ones
//   PUT  /sweeps/{id}/parts/{n}/granule-size?size=   a block's bytes → {granuleSize}
//   GET  /sweeps/{id}/parts/{n}/missing?from=&limit= {ranges}
//   GET  /sweeps/{id}/counts, columns, digest
//   GET  /sweeps/{id}/rows?status=&offset=&limit=&stride=&wait=   NDJSON: a row a line (protocol's row-codec.ts), then {"end":true}
//
// A refusal is a problem (RFC 9457) with our code. 429, 503 and 507 say with Retry-After that the same request will do later.
// Everything that waits has a limit, so that no client can hold the writer.

import { closesGently, isLoopback, refusingLikeRoutes, registerEntrance } from "@spikefarm/http";
import { CodedError } from "@spikefarm/protocol";
import fastify, { type FastifyBaseLogger, LogController } from "fastify";
import type { Writer } from "../app.js";
import type { WriterCode } from "../errors.js";
import { registerAccess } from "./access.js";
import { registerBlocks } from "./blocks.js";
import { registerHealth } from "./health.js";
import { refuse, registerNotFound } from "./problems.js";
import { registerRows } from "./rows.js";
import { registerSweeps } from "./sweeps.js";

export interface HttpServerOptions {
  readonly writer: Writer;
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly token: string | undefined;
  readonly log: FastifyBaseLogger;
}

export interface HttpServer {
  readonly url: string;
  /** Takes no more requests, and answers those that have begun, within seconds. */
  close(): Promise<void>;
}

const BODY_LIMIT_BYTES = 1 << 20;
/** A request has arrived completely after this long: 64 MiB at 1 MB/s. */
const REQUEST_LIMIT_MS = 70_000;
const HEADERS_LIMIT_MS = 10_000;
/** A connection on which nothing moves is closed after this long. */
const IDLE_LIMIT_MS = 120_000;
/** Longer than a client keeps a connection (undici: 4 s), so that it is the client who lets go. */
const KEEP_ALIVE_MS = 30_000;
const CHECK_CONNECTIONS_MS = 1_000;

/** @throws CodedError STORE_NEEDS_TOKEN, STORE_CONFIG when it cannot listen there. */
export async function createHttpServer({ writer, host, port, log, ...options }: HttpServerOptions): Promise<HttpServer> {
  const token = options.token || undefined; // whoever sends none would have an empty one
  if (token === undefined && !isLoopback(host)) {
    const message = `Listening on ${host} lets other machines in: set SPIKEFARM_TOKEN, the same for every service, or listen on 127.0.0.1.`;
    throw new CodedError("STORE_NEEDS_TOKEN" satisfies WriterCode, message);
  }
  let requestCount = 0;
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_LIMIT_MS,
    connectionTimeout: IDLE_LIMIT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: "idle",
    ...refusingLikeRoutes(refuse, "STORE_REQUEST_INVALID" satisfies WriterCode),
    genReqId: () => `w${(++requestCount).toString(36)}`,
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
    http: { connectionsCheckingInterval: CHECK_CONNECTIONS_MS, headersTimeout: HEADERS_LIMIT_MS, requireHostHeader: false },
  });
  app.removeContentTypeParser("text/plain"); // a page of another site may send it without asking first
  app.setErrorHandler(refuse);
  registerNotFound(app);
  registerEntrance(app);
  registerAccess(app, token);
  registerHealth(app, writer);
  await app.register(
    async (api) => {
      registerSweeps(api, writer);
      registerBlocks(api, writer);
      registerRows(api, writer);
    },
    { prefix: "/internal/v1" },
  );
  const gently = closesGently(app.server);
  try {
    return { url: await app.listen({ host, port }), close: () => gently(() => app.close()) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `Cannot listen on ${host}:${port} (${reason}); give another SPIKEFARM_HOST or SPIKEFARM_PORT.`;
    throw new CodedError("STORE_CONFIG" satisfies WriterCode, message, { cause });
  }
}
