export {
  ENTRIES_PER_TABLE,
  EXPORT_RUN,
  IMPORT_MEMORY,
  IMPORT_MODULE,
  SLOTS_PER_VECTOR,
  SPIKE_SIZE_BYTES,
  TABLE_ARRAYS,
  TABLE_COUNTS,
  TABLE_ENTRY_SIZE_BYTES,
  TABLE_FIRST_SPIKES,
  TABLE_NEXT_SPIKE,
  TABLE_UNIFORMS,
  type TablePlaces,
  tablePlaces,
} from "./abi.js";
export { compileModel } from "./compile-model.js";
export type {
  Accumulator,
  CompiledGroup,
  CompiledModel,
  CompileOptions,
  KernelInput,
  KernelLayout,
  KernelRecordings,
  KernelState,
  KernelTable,
} from "./compiled-model.js";
export { COMPILER_CODES } from "./errors.js";
export type { Input, Mask, Node, Program, Value } from "./ir/program.js";
export { ProgramBuilder } from "./ir/program-builder.js";
export { type Draw, lowerBinomial, lowerPoisson, lowerRand, lowerRandn } from "./lowering/random.js";
export { sampleIndex } from "./lowering/sample-data.js";
export { planMethods } from "./schemes/plan-components.js";
export { hostLowering, type Propagator, type PropagatorCoefficients, propagatorCoefficients } from "./schemes/propagator.js";
export { emitKernel } from "./wasm/emit-kernel.js";
