// The coordinator as a process of its own: a queue and a writer that are elsewhere, workers that announce themselves, and HTTP.
//
//   writer, queue ──▶ coordinator ──▶ take up what is unfinished ──▶ listen
//
// It listens *after* it has asked the writer for unfinished sweeps: a client that reaches it sees a farm at work.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { WriterPort } from "@spikefarm/protocol";
import type { TaskQueue } from "@spikefarm/queue";
import type { Logger } from "pino";
import { createCoordinator } from "./app.js";
import type { CoordinatorConfig } from "./config.js";
import { createHttpServer } from "./open-http-server.js";
import { waitOut } from "./wait-out.js";
import { WorkerRegistry } from "./workers/worker-registry.js";

export interface CoordinatorProcess {
  readonly url: string;
  /** Stops listening and lets go of its sweeps, whose tasks stay in the queue; closes queue and writer. */
  close(): Promise<void>;
}

export interface ProcessParts {
  readonly queue: TaskQueue;
  readonly writer: WriterPort;
  readonly log: Logger;
}

/** Tasks of a sweep in Redis at a time: enough for some eighty threads, three tasks each. */
const WINDOW_TASKS = 256;
const CLOSING = { code: "HTTP_BUSY", message: "The coordinator is closing." };

export async function openCoordinatorProcess(
  config: Pick<CoordinatorConfig, "host" | "port" | "token">,
  { queue, writer, log }: ProcessParts,
): Promise<CoordinatorProcess> {
  const owner = "coordinator";
  const coordinator = createCoordinator({ queue, writer, owner, windowTasks: WINDOW_TASKS, outlivesServices: true, log });
  const workers = new WorkerRegistry();
  const resumed = await waitOut(() => coordinator.resumeAll(), {
    isStillWanted: () => true,
    onFailure: (error) => log.warn({ err: error }, "the writer does not answer; trying again"),
  });
  if (resumed.length > 0) log.info({ sweeps: resumed }, "going on with unfinished sweeps");
  const server = await createHttpServer({
    coordinator,
    writer,
    queue,
    workers,
    modules: workers.modules,
    moduleNames: workers.moduleNames,
    owner,
    ...config,
    log,
    ...dashboard(),
  });
  return {
    url: server.url,
    async close() {
      await server.close();
      await coordinator.close(CLOSING);
      await queue.close();
      await writer.close();
    },
  };
}

/** The built dashboard of this checkout, if it has been built. */
function dashboard(): { readonly dashboardDirectory?: string } {
  const directory = fileURLToPath(new URL("../../dashboard/dist", import.meta.resolve("@spikefarm/coordinator")));
  return existsSync(directory) ? { dashboardDirectory: directory } : {};
}
