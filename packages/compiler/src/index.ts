export {
  ENTRIES_PER_TABLE,
  EVENT_ENTRIES,
  EXPORT_RUN,
  IMPORT_MEMORY,
  IMPORT_MODULE,
  OCCURRENCE_SIZE_BYTES,
  SCHEDULE_NUMBERS,
  SLOTS_PER_VECTOR,
  STOPPED_BY,
  TABLE_COUNTS,
  TABLE_ENTRY_SIZE_BYTES,
  TABLE_FIRST_SPIKES,
  TABLE_STOP,
  TABLE_UNIFORMS,
  type TablePlaces,
  TRACE_ENTRIES,
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
export { type KernelCost, kernelCost, type OperationCount, type OperationKind } from "./cost/kernel-cost.js";
export { COMPILER_CODES } from "./errors.js";
export { nameOfInput, nameOfState, nameOfTable } from "./input-names.js";
export { type ColumnPlan, evaluateInColumns, planColumns } from "./ir/evaluate-in-columns.js";
export type { Kernel, ProgramPass } from "./ir/passes/drop-dead-stores.js";
export type { Draft, LocalPass } from "./ir/passes/local-pass.js";
export { LOCAL_PASSES, PROGRAM_PASSES } from "./ir/passes/passes.js";
export { printProgram } from "./ir/print-program.js";
export type { Input, Mask, Node, Program, Value } from "./ir/program.js";
export { ProgramBuilder } from "./ir/program-builder.js";
export { registerPressure } from "./ir/register-pressure.js";
export { type Draw, lowerBinomial, lowerPoisson, lowerRand, lowerRandn } from "./lowering/random.js";
export { sampleIndex } from "./lowering/sample-data.js";
export { advanceStepped, type StepStart } from "./schemes/advance-stepped.js";
export { planMethods } from "./schemes/plan-methods.js";
export { hostLowering, type Propagator, type PropagatorCoefficients, propagatorCoefficients } from "./schemes/propagator.js";
export { type CoefficientColumns, coefficientColumns, type SlotConstants } from "./schemes/propagator-columns.js";
export { emitKernel } from "./wasm/emit-kernel.js";
export { printWat } from "./wasm/print-wat.js";
