// What happens in the farm, as events: a sweep that has changed, and the workers.

import type { SweepId } from "@spikefarm/protocol";
import type { Coordinator } from "../app.js";
import { summaryOf } from "../http/sweep-views.js";
import type { WorkerRegistry } from "../workers/worker-registry.js";
import { coalesce } from "./coalesce.js";
import type { EventStream } from "./event-stream.js";

const SWEEP_INTERVAL_MS = 250;
const WORKERS_INTERVAL_MS = 1_000;

export interface FeedOptions {
  readonly coordinator: Coordinator;
  readonly workers: WorkerRegistry;
  readonly stream: EventStream;
  readonly onError: (error: unknown) => void;
}

/** Returns the way to stop. */
export function feedEvents({ coordinator, workers, stream, onError }: FeedOptions): () => void {
  const tell = async (name: string, data: () => Promise<unknown>): Promise<void> => {
    if (!stream.hasListeners) return stream.skip();
    try {
      stream.publish(name, await data());
    } catch (error) {
      onError(error);
      stream.skip(); // what was to be told is not known: clients that come back read anew
    }
  };
  const sweeps = coalesce(SWEEP_INTERVAL_MS, (id: SweepId) => tell("sweep", async () => summaryOf(await coordinator.status(id))));
  const crowd = coalesce(WORKERS_INTERVAL_MS, () => tell("workers", async () => ({ items: workers.list() })));
  const stopSweeps = coordinator.watch((id) => sweeps.changed(id));
  const stopWorkers = workers.watch(() => crowd.changed("all"));
  // A worker that falls silent announces nothing: it is noticed by looking.
  const timer = setInterval(() => crowd.changed("all"), 2 * WORKERS_INTERVAL_MS).unref();
  return () => {
    clearInterval(timer);
    stopSweeps();
    stopWorkers();
    sweeps.close();
    crowd.close();
  };
}
