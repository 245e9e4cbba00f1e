export type * from "./checked-model.js";
export { EQUATIONS_CODES, type EquationsCode } from "./errors.js";
export { evaluate, type ValueSources } from "./expression/evaluate.js";
export { DEFAULT_OUTPUT_MAX } from "./limits.js";
export { inlineSubexpressions } from "./linearity/inline-subexpressions.js";
export { expanded, type LinearForm, linearForm, partsOf, scaleOf } from "./linearity/linear-form.js";
export { childrenOf, nameNodesIn, someNode, substitute } from "./linearity/walk-expression.js";
export { type Dynamics, dynamicsOf, type Surroundings } from "./methods/dynamics.js";
export type { Obstacle } from "./methods/obstacles.js";
export {
  type Component,
  type CoupledComponent,
  type MethodPlan,
  methodsOf,
  planComponents,
  type SteppedComponent,
} from "./methods/plan-components.js";
export type { SplitDerivative } from "./methods/split-noise.js";
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
export { poissonProblem } from "./model/poisson-problem.js";
export { defaultValue, resolveParameters } from "./model/resolve-parameters.js";
export { SLOTS } from "./names/slots.js";
export { parseStatements, type StatementSyntax } from "./syntax/parse-statements.js";
export type { SyntaxNode } from "./syntax/syntax-tree.js";
export { fromDisplay, toDisplay } from "./units/display-units.js";
export { checkQuantity, type Quantity, quantityOfNumber } from "./units/quantity.js";
