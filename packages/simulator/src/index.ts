export type { Batch, BatchResult, SimulateBatch, SimulateOptions } from "./simulation-api.js";
