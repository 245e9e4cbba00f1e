export { type CompiledBatch, compileBatch } from "./compile-batch.js";
export { SIMULATOR_CODES } from "./errors.js";
export { observeTrial } from "./observe-trial.js";
export { OUTPUT_CODES } from "./outputs/errors.js";
export { evaluateOutputs } from "./outputs/evaluate-outputs.js";
export type { GroupMeasurements, Intervals, Measurements, Occurrences, TimeReduction } from "./outputs/measurements.js";
export { type SimulateCallOptions, type SimulatedValue, simulate } from "./simulate.js";
export { simulateBatch } from "./simulate-batch.js";
export type {
  Batch,
  BatchRandom,
  BatchResult,
  NativeKernel,
  NativeTarget,
  ShareCompiled,
  SimulateBatch,
  SimulateOptions,
} from "./simulation-api.js";
