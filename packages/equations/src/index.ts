export type * from "./checked-model.js";
export { EQUATIONS_CODES, type EquationsCode } from "./errors.js";
export { evaluate, type ValueSources } from "./expression/evaluate.js";
export { inlineSubexpressions } from "./linearity/inline-subexpressions.js";
export { type Linear, linearize } from "./linearity/linearize.js";
export { childrenOf, nameNodesIn, someNode, substitute } from "./linearity/walk-expression.js";
export { canonicalModel } from "./model/canonical-model.js";
export { checkModel } from "./model/check-model.js";
export { checkParameters } from "./model/check-parameters.js";
export {
  binProblem,
  binSteps,
  binsIn,
  type MeasuredSteps,
  measuredSteps,
  type RunTimes,
  runTimes,
  samplesIn,
  stepsIn,
  windowProblem,
} from "./model/measured-steps.js";
export { outputColumns } from "./model/output-columns.js";
export { measurementsIn, timesOf } from "./model/output-measurements.js";
export { usedParameters } from "./model/parameter-sources.js";
export { resolveParameters } from "./model/resolve-parameters.js";
export { fromDisplay, toDisplay } from "./units/display-units.js";
export { checkQuantity, type Quantity, quantityOfNumber } from "./units/quantity.js";
