// What the checker hands on: a model whose names are resolved, whose units agree and whose types are known. Everything after it
// (compiler, simulator, sweep) may trust it. All values are in SI base units.
//
// Constant subtrees of literals, units, + − × ÷ and integer powers have been folded exactly and rounded once (IDENTITY 1), so no unit
// name is left in an expression.

/** `boolean` < `integer` (32-bit) < `float` (double). */
export type ValueType = "boolean" | "integer" | "float";

export type BinaryOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**";
export type ComparisonOperator = "<" | "<=" | ">" | ">=" | "==" | "!=";

/** Functions of the language. `log` is natural. `clip(x, lo, hi)`, `min`, `max` and `int` follow IDENTITY 6. */
export type FunctionName =
  | "exp"
  | "log"
  | "log10"
  | "expm1"
  | "log1p"
  | "exprel"
  | "sqrt"
  | "abs"
  | "sign"
  | "floor"
  | "ceil"
  | "int"
  | "sin"
  | "cos"
  | "tan"
  | "sinh"
  | "cosh"
  | "tanh"
  | "arcsin"
  | "arccos"
  | "arctan"
  | "clip"
  | "min"
  | "max"
  | "where"
  | "timestep";

/** Where a name's value comes from. */
export type NameKind =
  /** A parameter of the model: one value a trial. */
  | "parameter"
  /** A state variable, subexpression or per-element parameter of the group. */
  | "variable"
  /** `t` (seconds, start of the step), `dt`, `i` (index of the element) or `N` (size of the group). */
  | "builtin";

export type Expression =
  | { readonly kind: "number"; readonly value: number; readonly type: "integer" | "float" }
  | { readonly kind: "boolean"; readonly value: boolean; readonly type: "boolean" }
  | { readonly kind: "name"; readonly name: string; readonly from: NameKind; readonly type: ValueType }
  | { readonly kind: "negate"; readonly operand: Expression; readonly type: ValueType }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly type: ValueType;
    }
  | {
      readonly kind: "compare";
      readonly operator: ComparisonOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly type: "boolean";
    }
  | {
      readonly kind: "logic";
      readonly operator: "and" | "or";
      readonly left: Expression;
      readonly right: Expression;
      readonly type: "boolean";
    }
  | { readonly kind: "not"; readonly operand: Expression; readonly type: "boolean" }
  | { readonly kind: "call"; readonly name: FunctionName; readonly arguments: readonly Expression[]; readonly type: ValueType };

export interface CheckedParameter {
  readonly name: string;
  readonly type: ValueType | "text";
  /** SI base expression such as "volt"; "" when dimensionless. */
  readonly unit: string;
  /** The unit the document gave it in, such as "mV". */
  readonly display?: string;
  /** The default, in SI; absent for a derived parameter. Booleans are 0 or 1. */
  readonly value?: number | string;
  /** A derived parameter: evaluated for each trial after the sweep has set its own. */
  readonly derived?: Expression;
  readonly doc?: string;
}

export interface StateVariable {
  readonly kind: "state";
  readonly name: string;
  readonly unit: string;
  /** d(name)/dt, in unit/second, subexpressions not yet substituted. */
  readonly derivative: Expression;
  readonly isFrozenWhileRefractory: boolean;
}

export interface Subexpression {
  readonly kind: "subexpression";
  readonly name: string;
  readonly unit: string;
  readonly type: ValueType;
  readonly value: Expression;
}

/** A value an element keeps: set by `initial` and by statements. */
export interface ElementParameter {
  readonly kind: "parameter";
  readonly name: string;
  readonly unit: string;
  readonly type: ValueType;
  readonly isConstant: boolean;
}

export type GroupVariable = StateVariable | Subexpression | ElementParameter;

/** `target = value`; augmented forms arrive rewritten (`v += w` as `v = v + w`). */
export interface Statement {
  readonly target: string;
  readonly value: Expression;
}

/** An element's starting value: an expression over parameters, `i` and `N`, or one number an element. */
export interface InitialValue {
  readonly variable: string;
  readonly value: Expression | readonly number[];
}

export interface CheckedGroup {
  readonly name: string;
  /** Over parameters; those it names are structural. */
  readonly size: Expression;
  readonly method: "auto" | "exact" | "euler";
  /** Subexpressions come after what they use. */
  readonly variables: readonly GroupVariable[];
  readonly threshold?: Expression;
  readonly reset: readonly Statement[];
  /** Seconds. */
  readonly refractory?: Expression;
  readonly initial: readonly InitialValue[];
}

/**
 * What is measured of a group. Reductions over elements wrap the per-element ones. Window = duration − warmup.
 *   counts spikes of each element · rates counts/window · spikes all spike times (seconds), ascending, then by element ·
 *   first_spike time of the group's first spike in the window (NaN where there is none) · final value at the end ·
 *   trace value at the start of every `every`-th step
 */
export type Measurement =
  | { readonly kind: "count" | "rate" | "first_spike"; readonly group: string }
  | { readonly kind: "counts" | "rates" | "spikes"; readonly group: string }
  | { readonly kind: "final"; readonly group: string; readonly variable: string }
  | {
      readonly kind: "trace";
      readonly group: string;
      readonly variable: string;
      readonly elements: readonly number[] | "all";
      readonly everySteps: number;
    };

/** An output: numbers, parameters and measurements combined by arithmetic, scalar by scalar or element by element. */
export type OutputExpression =
  | { readonly kind: "measurement"; readonly measurement: Measurement }
  | { readonly kind: "reduce"; readonly reduction: "mean" | "sd" | "min" | "max" | "sum"; readonly of: OutputExpression }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "parameter"; readonly name: string }
  | { readonly kind: "negate"; readonly operand: OutputExpression }
  | { readonly kind: "binary"; readonly operator: BinaryOperator; readonly left: OutputExpression; readonly right: OutputExpression }
  | { readonly kind: "call"; readonly name: FunctionName; readonly arguments: readonly OutputExpression[] };

export interface CheckedOutput {
  readonly name: string;
  /** "f64", or "i32" for plain counts. */
  readonly kind: "f64" | "i32";
  /** SI base expression; "" when dimensionless. */
  readonly unit: string;
  /** [] scalar; "elements" a value per element; "list" of any length; "samples" elements × samples. */
  readonly shape: "scalar" | "elements" | "list" | "samples";
  /** The group an "elements" or "samples" shape takes its length from. */
  readonly group?: string;
  readonly display?: string;
  readonly doc?: string;
  readonly value: OutputExpression;
}

export interface CheckedModel {
  /** Derived parameters come after what they use. */
  readonly parameters: readonly CheckedParameter[];
  /** Seconds, over parameters; those they name are structural. */
  readonly dt: Expression;
  readonly duration: Expression;
  readonly warmup: Expression;
  readonly groups: readonly CheckedGroup[];
  readonly outputs: readonly CheckedOutput[];
  readonly failOnNonfinite: boolean;
  /** Names of parameters that change a kernel's shape (size, dt, duration, warmup), derived ones traced to their sources. */
  readonly structural: ReadonlySet<string>;
}
