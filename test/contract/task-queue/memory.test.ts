import { createMemoryQueue } from "@spikefarm/queue";
import { taskQueueContract } from "./contract.js";

taskQueueContract("memory", async () => createMemoryQueue(), { manyTasks: 100_000 });
