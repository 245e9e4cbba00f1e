// The coordinator's HTTP face: the API under /api/v1 (packages/protocol's http-api.ts), its description, health, and the dashboard.
//
//   request ─▶ who may ask? ─▶ schema ─▶ route ─▶ coordinator, writer, workers
//                  └────────────┴─────────┴──▶ problem (RFC 9457)
//
// It does not know whether the writer and the queue are in this process. Everything that waits has a limit, so that no client can hold it.

import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { closesGently, isLoopback, refusingLikeRoutes, registerEntrance } from "@spikefarm/http";
import { allSweeps, CodedError, type WriterPort } from "@spikefarm/protocol";
import type { TaskQueue } from "@spikefarm/queue";
import type { ModuleSchema } from "@spikefarm/sweep";
import fastify, { type FastifyBaseLogger } from "fastify";
import type { Coordinator } from "../app.js";
import type { CoordinatorCode } from "../errors.js";
import { EventStream } from "../events/event-stream.js";
import { feedEvents } from "../events/farm-feed.js";
import { createStoredPlans } from "../stored-plans.js";
import { createSubmissions } from "../submissions.js";
import type { WorkerRegistry } from "../workers/worker-registry.js";
import { registerAccess } from "./access.js";
import type { App } from "./app-type.js";
import { registerNotFound } from "./not-found.js";
import { refuse } from "./problems.js";
import { registerDashboard } from "./routes/dashboard.js";
import { registerDocs } from "./routes/docs.js";
import { registerEvents } from "./routes/events.js";
import { registerHealth } from "./routes/health.js";
import { registerResults } from "./routes/results.js";
import { registerSubmit } from "./routes/submit.js";
import { registerSweeps } from "./routes/sweeps.js";
import { registerWorkers } from "./routes/workers.js";
import { compileValidator } from "./validator-compiler.js";

export interface HttpServerOptions {
  readonly coordinator: Coordinator;
  readonly writer: WriterPort;
  readonly queue: TaskQueue;
  readonly workers: WorkerRegistry;
  /** What documents are checked against; `workers.modules` where workers announce theirs. */
  readonly modules: (name: string) => ModuleSchema | undefined;
  /** What `modules` knows, for help lines. */
  readonly moduleNames: () => readonly string[];
  /** Written into the records of sweeps. */
  readonly owner: string;
  readonly token: string | undefined;
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** The built dashboard; without it there is none. */
  readonly dashboardDirectory?: string;
  readonly log: FastifyBaseLogger;
  readonly limits?: Partial<HttpLimits>;
}

export interface HttpLimits {
  /** A request has arrived completely after this long, or its connection is closed. */
  readonly requestMs: number;
  /** A connection on which nothing moves is closed after this long; longer than the pause between two heartbeats of events. */
  readonly idleMs: number;
  readonly keepAliveMs: number;
  /** An answer has begun after this long. */
  readonly handlerMs: number;
  /** Pause between two heartbeats of events. */
  readonly heartbeatMs: number;
}

export interface HttpServer {
  readonly url: string;
  /** Answers what has begun, ends event streams, then closes, within seconds. The coordinator stays open. */
  close(): Promise<void>;
}

const LIMITS: HttpLimits = { requestMs: 15_000, idleMs: 120_000, keepAliveMs: 10_000, handlerMs: 60_000, heartbeatMs: 15_000 };
const BODY_LIMIT_BYTES = 1 << 20;
const MAX_REQUESTS_PER_SOCKET = 10_000;
/** How often the limits on connections are looked at; Node's own 30 s would make a limit of 15 s one of 45. */
const CHECK_CONNECTIONS_MS = 1_000;

/** @throws CodedError COORDINATOR_NEEDS_TOKEN, COORDINATOR_CONFIG when it cannot listen there. */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { coordinator, writer, queue, workers, modules, moduleNames, owner, token, host, port, log } = options;
  if (token === "")
    throw new CodedError("COORDINATOR_CONFIG", "The token is empty, and everybody has that; set SPIKEFARM_TOKEN to a secret.");
  if (token === undefined && !isLoopback(host)) throw needsToken(host);
  const limits = { ...LIMITS, ...options.limits };
  const app: App = fastify({
    loggerInstance: log,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.idleMs,
    keepAliveTimeout: limits.keepAliveMs,
    handlerTimeout: limits.handlerMs,
    maxRequestsPerSocket: MAX_REQUESTS_PER_SOCKET,
    forceCloseConnections: "idle",
    ...refusingLikeRoutes(refuse, "HTTP_INVALID" satisfies CoordinatorCode),
    genReqId: () => `r${(++requestCount).toString(36)}`,
    http: { connectionsCheckingInterval: CHECK_CONNECTIONS_MS, headersTimeout: limits.requestMs, requireHostHeader: false },
  }).withTypeProvider<TypeBoxTypeProvider>();
  let requestCount = 0;
  app.setValidatorCompiler(compileValidator);
  app.setSerializerCompiler(() => JSON.stringify);
  app.removeContentTypeParser("text/plain"); // a page of another site may send it without asking first
  app.addHook("onSend", async (_request, reply) => void reply.header("X-Content-Type-Options", "nosniff"));
  app.setErrorHandler(refuse);
  registerEntrance(app);
  registerAccess(app, { token, host });
  registerNotFound(app);
  await registerDocs(app, token !== undefined);
  registerHealth(app, { writer, queue });

  const plans = createStoredPlans(modules);
  const submissions = createSubmissions(coordinator, owner);
  await submissions.learn(allSweeps(writer));
  const stream = new EventStream(limits.heartbeatMs);
  await app.register(
    async (api: App) => {
      registerSubmit(api, { coordinator, submissions, modules, moduleNames });
      registerSweeps(api, { coordinator, writer, plans });
      registerResults(api, { coordinator, writer, plans });
      registerWorkers(api, workers);
      registerEvents(api, stream);
    },
    { prefix: "/api/v1" },
  );
  if (options.dashboardDirectory !== undefined) await registerDashboard(app, options.dashboardDirectory);
  const stopFeed = feedEvents({ coordinator, workers, stream, onError: (error) => log.warn({ err: error }, "an event could not be made") });

  const gently = closesGently(app.server);
  const url = await listen(app, host, port);
  return {
    url,
    async close() {
      stopFeed();
      await gently(() => app.close());
    },
  };
}

async function listen(app: App, host: string, port: number): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CodedError(
      "COORDINATOR_CONFIG",
      `Cannot listen on ${host}:${port} (${reason}); give another SPIKEFARM_HOST or SPIKEFARM_PORT.`,
      {
        cause,
      },
    );
  }
}

const needsToken = (host: string): CodedError =>
  new CodedError(
    "COORDINATOR_NEEDS_TOKEN",
    `Listening on ${host} lets other machines in: set SPIKEFARM_TOKEN, the same for every service, or listen on 127.0.0.1.`,
  );
