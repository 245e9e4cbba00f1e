// The functions of the language: how many arguments each takes, what units they may have, what comes out.

import type { FunctionName, RandomFunctionName } from "../checked-model.js";

/**
 * How units go through:
 *   none      arguments and result have none
 *   keep      the argument's unit is the result's (abs floor ceil)
 *   root      half of it (sqrt)
 *   drop      any unit in, none out (sign)
 *   same      all arguments have the result's unit (clip min max)
 *   choose    a condition, then two of the result's unit (where)
 *   times     two times in, none out (timestep)
 */
export type UnitRule = "none" | "keep" | "root" | "drop" | "same" | "choose" | "times";

export interface FunctionSignature {
  readonly name: FunctionName;
  /** As shown in help lines. */
  readonly form: string;
  readonly arity: number;
  readonly units: UnitRule;
  /** `widest`: the widest type among the arguments. */
  readonly result: "float" | "integer" | "widest";
}

const signature = (form: string, units: UnitRule, result: FunctionSignature["result"]): FunctionSignature => {
  const [name = "", inside = ""] = form.slice(0, -1).split("(");
  return { name: name as FunctionName, form, arity: inside.split(",").length, units, result };
};

const SIGNATURES: readonly FunctionSignature[] = [
  ...["exp", "log", "log10", "expm1", "log1p", "exprel"].map((name) => signature(`${name}(x)`, "none", "float")),
  ...["sin", "cos", "tan", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan"].map((name) => signature(`${name}(x)`, "none", "float")),
  signature("sqrt(x)", "root", "float"),
  signature("abs(x)", "keep", "widest"),
  signature("floor(x)", "keep", "widest"),
  signature("ceil(x)", "keep", "widest"),
  signature("sign(x)", "drop", "widest"),
  signature("int(x)", "none", "integer"),
  signature("clip(x, low, high)", "same", "widest"),
  signature("min(a, b)", "same", "widest"),
  signature("max(a, b)", "same", "widest"),
  signature("where(condition, a, b)", "choose", "widest"),
  signature("timestep(time, dt)", "times", "integer"),
];

export const FUNCTIONS: ReadonlyMap<string, FunctionSignature> = new Map(SIGNATURES.map((entry) => [entry.name, entry]));

export interface RandomSignature {
  readonly name: RandomFunctionName;
  readonly form: string;
  readonly arity: number;
  readonly type: "float" | "integer";
}

/** Functions that draw: uniform in (0, 1), normal with mean 0 and variance 1, a count of events with the given mean. */
export const RANDOM_FUNCTIONS: ReadonlyMap<string, RandomSignature> = new Map([
  ["rand", { name: "rand", form: "rand()", arity: 0, type: "float" }],
  ["randn", { name: "randn", form: "randn()", arity: 0, type: "float" }],
  ["poisson", { name: "poisson", form: "poisson(lambda)", arity: 1, type: "integer" }],
]);

/** What people call our functions elsewhere. */
export const FUNCTION_ALIASES: Readonly<Record<string, string>> = {
  ...{
    asin: "arcsin",
    acos: "arccos",
    atan: "arctan",
    ln: "log",
    fabs: "abs",
    ceiling: "ceil",
    NOT: "not",
    Not: "not",
  },
};
