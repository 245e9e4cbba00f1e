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

/** Functions that draw: each textual call is a stream of its own. `poisson(lambda)` counts events. */
export type RandomFunctionName = "rand" | "randn" | "poisson";

/** What a stream of random numbers belongs to; a model's `random` says what each class depends on (IDENTITY 16). */
export type RandomClass = "noise" | "initial" | "input" | "connectivity";
export type RandomPolicy = "trial" | "repeat" | "sweep";

/** Which stream of its class a draw takes (IDENTITY 17). */
export interface RandomStream {
  readonly class: RandomClass;
  /** The group or input whose code draws. */
  readonly object: string;
  /**
   * Which of its code: "equations", "constant over dt", "threshold", "refractory", "reset", "initial", `event NAME`, `on NAME`, `every NAME`,
   * "rate", "weight"; of a noise term its name, "xi" or "xi_NAME"; of an input's own draws "input".
   */
  readonly code: string;
  /** The variable that the equation or statement sets; "" where there is none. */
  readonly target: string;
  /** Of the call among those of one code and target, in the order of the text. */
  readonly ordinal: number;
}

/** Where a name's value comes from. */
export type NameKind =
  /** A parameter of the model: one value a trial. */
  | "parameter"
  /** A state variable, subexpression or per-element parameter of the group. */
  | "variable"
  /**
   * `t` (seconds, start of the step), `t_in_timesteps`, `dt`, `i` (index of the element), `N` (size of the group), `lastspike` (seconds; −10⁴ before
   * the first) or `not_refractory`.
   */
  | "builtin"
  /** `xi` or `xi_NAME`: white noise of unit second**-0.5, in differential equations only. */
  | "noise";

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
  | { readonly kind: "call"; readonly name: FunctionName; readonly arguments: readonly Expression[]; readonly type: ValueType }
  /** A random number, new in every step and element. Never folded, merged or repeated. */
  | {
      readonly kind: "draw";
      readonly name: RandomFunctionName;
      readonly arguments: readonly Expression[];
      readonly stream: RandomStream;
      readonly type: "float" | "integer";
    }
  /** A timed array at a time, `stim(t)`, or at a time and a column, `stim(t, i)` (CheckedData). */
  | { readonly kind: "lookup"; readonly data: string; readonly arguments: readonly Expression[]; readonly type: "float" };

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
  /** `(unless refractory)`: while refractory it stands still, and nothing but the reset and the code of events may write it. */
  readonly isFrozenWhileRefractory: boolean;
}

export interface Subexpression {
  readonly kind: "subexpression";
  readonly name: string;
  readonly unit: string;
  readonly type: ValueType;
  readonly value: Expression;
  /** One value for the group: it names shared things only, and draws once for all elements. */
  readonly isShared: boolean;
  /** Evaluated once a step, before everything else in it, and kept; else it stands for its text wherever it is used. */
  readonly isConstantOverDt: boolean;
}

/** A value an element keeps: set by `initial` and by statements. */
export interface ElementParameter {
  readonly kind: "parameter";
  readonly name: string;
  readonly unit: string;
  readonly type: ValueType;
  readonly isConstant: boolean;
  /** One value for the group. */
  readonly isShared: boolean;
}

export type GroupVariable = StateVariable | Subexpression | ElementParameter;

/** `target = value`; augmented forms arrive rewritten (`v += w` as `v = v + w`). */
export interface Statement {
  readonly target: string;
  readonly value: Expression;
}

/** An element's starting value: an expression over parameters, `i`, `N`, `rand()` and variables set before it, or one number an element. */
export interface InitialValue {
  readonly variable: string;
  readonly value: Expression | readonly number[];
}

/** Integrators. `auto`: exact wherever linear, then euler, then heun. */
export type Method = "exact" | "euler" | "rk2" | "rk4" | "exponential_euler" | "heun" | "milstein";

type MainSlot = "start" | "groups" | "thresholds" | "synapses" | "resets" | "end";
/**
 * A place in the step's schedule. In order: start, groups (state update), thresholds, synapses (inputs), resets, end; each between its `before_` and
 * its `after_`. Within a slot code runs by `order`, then by object name.
 */
export type Slot = MainSlot | `before_${MainSlot}` | `after_${MainSlot}`;

/** By time (seconds; evaluated every step, of the element) or as long as a condition holds (then also: at least one step). */
export type Refractory = { readonly kind: "time"; readonly value: Expression } | { readonly kind: "condition"; readonly value: Expression };

/** A custom event: where its condition holds after the thresholds, it has happened, and its statements run. */
export interface CheckedEvent {
  readonly name: string;
  readonly condition: Expression;
  readonly statements: readonly Statement[];
  /** Of the statements; `after_resets` by default. */
  readonly when: Slot;
  readonly order: number;
}

/** Statements at regular times: at every step whose number is a multiple of `dt` in steps. */
export interface CheckedEvery {
  readonly name: string;
  readonly statements: readonly Statement[];
  /** Seconds, a multiple of the model's dt; every step where absent. Over parameters; those it names are structural. */
  readonly dt?: Expression;
  /** `start` by default. */
  readonly when: Slot;
  readonly order: number;
}

export interface CheckedGroup {
  readonly name: string;
  /** Over parameters; those it names are structural. */
  readonly size: Expression;
  readonly method: "auto" | Method;
  /** Subexpressions come after what they use. */
  readonly variables: readonly GroupVariable[];
  readonly threshold?: Expression;
  readonly reset: readonly Statement[];
  readonly refractory?: Refractory;
  readonly events: readonly CheckedEvent[];
  readonly every: readonly CheckedEvery[];
  readonly initial: readonly InitialValue[];
}

/** What reaches a variable of a group from outside, in the slot `synapses`, unless the variable is frozen while refractory. */
export type CheckedInput = PoissonInput | SpikeInput;

/** `variable += Binomial(count, rate·dt)·weight` for each element in each step (Brian 2's PoissonInput). */
export interface PoissonInput {
  readonly kind: "poisson";
  readonly name: string;
  readonly group: string;
  readonly variable: string;
  /** Sources of each element; over parameters. */
  readonly count: Expression;
  /** Hertz, of one source; in the names of the group. */
  readonly rate: Expression;
  /** In the variable's unit; in the names of the group. */
  readonly weight: Expression;
}

/** `variable += weight` at given times of given elements (Brian 2's SpikeGeneratorGroup, connected one to one). */
export interface SpikeInput {
  readonly kind: "spikes";
  readonly name: string;
  readonly group: string;
  readonly variable: string;
  readonly weight: Expression;
  /** Seconds, ascending by element, then by time. A spike at s belongs to step timestep(s, dt). */
  readonly times: readonly number[];
  /** The element of each of `times`. */
  readonly elements: readonly number[];
  /** Seconds after which all of it begins anew; over parameters, structural. */
  readonly period?: Expression;
}

/** A timed array: row k holds from k·dt to (k + 1)·dt, the first before, the last ever after (Brian 2's TimedArray). Also plain arrays for `initial`. */
export interface CheckedData {
  readonly name: string;
  /** SI base expression; "" when dimensionless. */
  readonly unit: string;
  /** [samples] or [samples, columns], row-major in `values`. */
  readonly shape: readonly number[];
  /** SI. */
  readonly values: Float64Array;
  /** Seconds between samples; absent for an array that is not timed. */
  readonly dtSeconds?: number;
}

/** Part of the run, in seconds of `t`; over parameters, those named are structural. From the end of the warmup to the end of the run by default. */
export interface MeasuredWindow {
  readonly from?: Expression;
  readonly to?: Expression;
}

/** Whose occurrences are counted: "spike", or a custom event of the group. */
interface OfEvents {
  readonly group: string;
  readonly event: string;
  readonly window?: MeasuredWindow;
}

interface OfVariable {
  readonly group: string;
  readonly variable: string;
}

/**
 * What is measured of a group. Reductions over elements wrap the per-element ones. Window = duration − warmup, or what `from=` and `to=` say.
 *   count total, counts of each element · rate = count/(size·window), rates = counts/window · binned_rate a rate for each `bin` of the window ·
 *   spikes all times (seconds), ascending, then by element · first_spike time of the group's first, first_spikes of each element (NaN where none) ·
 *   isi_mean the mean of all intervals of all elements (seconds), isi_means of each element · isi_cvs sd/mean of each element's intervals (NaN below
 *   two), isi_cv the mean of those that are not NaN · final value at the end · trace value at the start of every `every`-th step of the window, after
 *   the code that runs there · time mean, sd, min or max of each element's values at the start of the window's steps
 */
export type Measurement =
  | ({ readonly kind: "count" | "rate" | "first_spike" | "isi_mean" | "isi_cv" } & OfEvents)
  | ({ readonly kind: "counts" | "rates" | "first_spikes" | "isi_means" | "isi_cvs" | "spikes" } & OfEvents)
  | ({ readonly kind: "binned_rate"; readonly bin: Expression } & OfEvents)
  | ({ readonly kind: "final" } & OfVariable)
  | ({
      readonly kind: "trace";
      readonly elements: readonly number[] | "all";
      readonly everySteps: number;
      readonly window?: MeasuredWindow;
    } & OfVariable)
  | ({ readonly kind: "time"; readonly reduction: "mean" | "sd" | "min" | "max"; readonly window?: MeasuredWindow } & OfVariable);

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
  /** One number; "elements" a value per element; "bins" one per bin of time; "list" of any length; "samples" elements × samples. */
  readonly shape: "scalar" | "elements" | "bins" | "list" | "samples";
  /** The group an "elements" or "samples" shape takes its length from. */
  readonly group?: string;
  readonly display?: string;
  readonly doc?: string;
  /** Numbers it may hold in one trial, where the document says so; a trial with more has failed. */
  readonly max?: number;
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
  readonly inputs: readonly CheckedInput[];
  /** What the model's lookups and initial values name. */
  readonly data: readonly CheckedData[];
  readonly random: Readonly<Record<RandomClass, RandomPolicy>>;
  readonly outputs: readonly CheckedOutput[];
  readonly failOnNonfinite: boolean;
  /** Names of parameters that change a kernel's shape (size, dt, duration, warmup, periods, windows), derived ones traced to their sources. */
  readonly structural: ReadonlySet<string>;
}
