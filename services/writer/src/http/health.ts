// /healthz: the process answers. /readyz: results can be stored.

import type { FastifyInstance } from "fastify";
import type { Writer } from "../app.js";

export function registerHealth(app: FastifyInstance, writer: Writer): void {
  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async () => {
    if (writer.failure !== undefined) throw writer.failure;
    return { status: "ready" };
  });
}
