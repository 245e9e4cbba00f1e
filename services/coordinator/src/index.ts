export { type Accepted, type AcceptOptions, acceptDocument } from "./accept-document.js";
export { type Coordinator, type CoordinatorOptions, createCoordinator, type SweepStatus } from "./app.js";
export { step, UNSTARTED } from "./core/sweep-core.js";
export type { Limits, Running, Step, SweepCoreState, SweepEffect, SweepEvent, SweepOutcome } from "./core/sweep-state.js";
export { describePlan, type PlanDescription } from "./describe-plan.js";
export { COORDINATOR_CODES } from "./errors.js";
export { createHttpServer, type HttpLimits, type HttpServer, type HttpServerOptions } from "./http/server.js";
export { WorkerRegistry } from "./workers/worker-registry.js";
