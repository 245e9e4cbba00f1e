// Workers announce themselves, and everybody may see who is there.

import { Type } from "typebox";
import type { WorkerRegistry } from "../../workers/worker-registry.js";
import type { App } from "../app-type.js";
import * as schemas from "../schemas.js";

const tags = ["workers"];

export function registerWorkers(app: App, workers: WorkerRegistry): void {
  const list = { tags, summary: "List workers", response: { 200: schemas.Workers, ...schemas.REFUSALS } };
  app.get("/workers", { schema: list }, async () => ({ items: workers.list() }));

  const announce = {
    tags,
    summary: "A worker's heartbeat",
    params: Type.Object({ id: schemas.WorkerId }),
    body: schemas.WorkerAnnouncement,
    response: { 200: schemas.WorkerAnswer, ...schemas.REFUSALS },
  };
  app.put("/workers/:id", { schema: announce, logLevel: "warn" }, async ({ params, body }) => workers.announce(params.id, body));
}
