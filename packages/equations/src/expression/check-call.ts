// Calls: functions of the language, functions that draw random numbers, and timed arrays, which are called like functions.

import type { Expression, ValueType } from "../checked-model.js";
import { MAX_SUGGESTIONS } from "../limits.js";
import type { NamedArray } from "../names/arrays.js";
import { CONSTANTS } from "../names/constants.js";
import { nearestName } from "../names/nearest.js";
import type { SyntaxNode } from "../syntax/syntax-tree.js";
import { DIMENSIONLESS, type Dimension, isDimensionInRange, raiseDimension, SECOND } from "../units/dimension.js";
import { findUnit } from "../units/unit-names.js";
import type { ExpressionChecker } from "./check-expression.js";
import { type Checked, computed } from "./checked-node.js";
import { ourCall } from "./foreign-calls.js";
import { FUNCTION_ALIASES, FUNCTIONS, type FunctionSignature, RANDOM_FUNCTIONS, type RandomSignature } from "./functions.js";

type Call = SyntaxNode & { readonly kind: "call" };

/** The call; undefined after reporting. */
export function checkCall(node: Call, checker: ExpressionChecker): Checked | undefined {
  const { name } = node;
  const signature = FUNCTIONS.get(name);
  if (signature !== undefined) return checkFunction(node, signature, checker);
  const random = RANDOM_FUNCTIONS.get(name);
  if (random !== undefined) return checkDraw(node, random, checker);
  const { arrays } = checker.context.scope;
  const array = arrays?.arrays.get(name);
  if (array !== undefined) {
    arrays!.used.add(name);
    return checkLookup(node, array, checker);
  }
  return reportUnknown(node, checker);
}

/** True where the call has so many arguments, and no keywords. */
function checkArguments(node: Call, expected: { readonly form: string; readonly arity: number }, checker: ExpressionChecker): boolean {
  const { name, keywords } = node;
  const ours = ourCall(name, textsOf(node, checker));
  const help = `write ${ours ?? expected.form}`;
  if (keywords.length > 0) {
    checker.report(keywords[0]!, "EQUATIONS_FUNCTION", `${name} takes no keywords`, help);
    return false;
  }
  const given = node.arguments.length;
  if (given === expected.arity) return true;
  const message = `${name} takes ${expected.arity} argument${expected.arity === 1 ? "" : "s"}, not ${given}`;
  checker.report(node, "EQUATIONS_FUNCTION", message, help);
  return false;
}

function checkFunction(node: Call, signature: FunctionSignature, checker: ExpressionChecker): Checked | undefined {
  if (!checkArguments(node, signature, checker)) return undefined;
  if (signature.units === "choose") return checkChoice(node, signature, checker);
  const values = node.arguments.map((argument) => checker.number(argument));
  if (!values.every((value) => value !== undefined)) return undefined;
  const dimension = resultDimension(node, { signature, values }, checker);
  if (dimension === undefined) return undefined;
  return applied(node, { signature, values, dimension }, checker);
}

function checkChoice(node: Call, signature: FunctionSignature, checker: ExpressionChecker): Checked | undefined {
  const condition = checker.condition(node.arguments[0]!, "the first argument of where");
  const [a, b] = [checker.number(node.arguments[1]!), checker.number(node.arguments[2]!)];
  if (!condition || !a || !b || !checker.requireSameUnit(node, "where", a, b)) return undefined;
  return applied(node, { signature, condition, values: [a, b], dimension: a.dimension }, checker);
}

function applied(
  node: Call,
  call: {
    readonly signature: FunctionSignature;
    /** Of `where`, before its values. */
    readonly condition?: Expression;
    readonly values: readonly Checked[];
    readonly dimension: Dimension;
  },
  checker: ExpressionChecker,
): Checked | undefined {
  const { signature, condition, values, dimension } = call;
  const settled = values.map((value) => checker.settle(value));
  if (!settled.every((argument) => argument !== undefined)) return undefined;
  const type = resultType(signature, values, checker);
  const all = condition === undefined ? settled : [condition, ...settled];
  const checked = computed(node, { kind: "call", name: signature.name, arguments: all, type }, dimension);
  return signature.result === "widest" && values.some((value) => value.isOfParameter) ? { ...checked, isOfParameter: true } : checked;
}

/** Those of the widest type hand on a value; `abs` alone of them computes one. */
function resultType({ name, result }: FunctionSignature, values: readonly Checked[], checker: ExpressionChecker): ValueType {
  if (result !== "widest") return result;
  return name === "abs" ? checker.typeOfArithmetic(values) : widest(values.map(({ type }) => type));
}

function resultDimension(
  node: Call,
  call: { readonly signature: FunctionSignature; readonly values: readonly Checked[] },
  checker: ExpressionChecker,
): Dimension | undefined {
  const { signature, values } = call;
  const first = values[0]!;
  switch (signature.units) {
    case "keep":
      return first.dimension;
    case "drop":
      return DIMENSIONLESS;
    case "root": {
      const root = raiseDimension(first.dimension, 1, 2);
      return isDimensionInRange(root) ? root : checker.report(node, "UNITS_POWER", "the unit of this is too fine a fraction");
    }
    case "times":
      return values.every((value) => checker.requireUnit(value, SECOND, `an argument of ${signature.name}`)) ? DIMENSIONLESS : undefined;
    case "same":
      return values.slice(1).every((value) => checker.requireSameUnit(node, signature.name, first, value)) ? first.dimension : undefined;
    default:
      return values.every((value) => checker.requireDimensionless(value, `the argument of ${signature.name}`)) ? DIMENSIONLESS : undefined;
  }
}

const ORDER: readonly ValueType[] = ["boolean", "integer", "float"];
const widest = (types: readonly ValueType[]): ValueType =>
  types.reduce((wide, type) => (ORDER.indexOf(type) > ORDER.indexOf(wide) ? type : wide), "boolean");

/** `rand()`, `randn()`, `poisson(lambda)`: each call in the text draws from a stream of its own. */
function checkDraw(node: Call, signature: RandomSignature, checker: ExpressionChecker): Checked | undefined {
  const { name, type } = signature;
  const { scope, nextStream } = checker.context;
  if (nextStream === undefined) {
    const help = "draw in equations, statements, conditions or initial values";
    return checker.report(node, "EQUATIONS_FUNCTION", `${name}() draws a random number, which has no place in ${scope.description}`, help);
  }
  if (!checkArguments(node, signature, checker)) return undefined;
  // Before its arguments: they come after it in the text.
  const stream = nextStream();
  const values = node.arguments.map((argument) => checker.number(argument));
  if (!values.every((value) => value !== undefined && checker.requireDimensionless(value, `the argument of ${name}`))) return undefined;
  const settled = values.map((value) => value && checker.settle(value));
  if (!settled.every((argument) => argument !== undefined)) return undefined;
  return computed(node, { kind: "draw", name, arguments: settled, stream, type }, DIMENSIONLESS);
}

/** `stim(t)` of an array with one column, `stim(t, i)` of one with several. */
function checkLookup(node: Call, array: NamedArray, checker: ExpressionChecker): Checked | undefined {
  const { name } = node;
  const isTable = array.shape.length === 2;
  const form = isTable ? `${name}(t, i)` : `${name}(t)`;
  if (array.dtSeconds === undefined) {
    const help = `add dt: to data.${name}, the time between its samples`;
    return checker.report(node, "EQUATIONS_FUNCTION", `the array ${name} has no times, so it cannot be read at one`, help);
  }
  if (!checkArguments(node, { form, arity: isTable ? 2 : 1 }, checker)) return undefined;
  const values = node.arguments.map((argument) => checker.number(argument));
  const [time, column] = values;
  if (!values.every((value) => value !== undefined) || time === undefined) return undefined;
  if (!checker.requireUnit(time, SECOND, `the time in ${form}`)) return undefined;
  if (column !== undefined && !isColumn(column, { form, columns: array.shape[1] ?? 1 }, checker)) return undefined;
  const settled = values.map((value) => checker.settle(value));
  if (!settled.every((argument) => argument !== undefined)) return undefined;
  return computed(node, { kind: "lookup", data: name, arguments: settled, type: "float" }, array.dimension);
}

function isColumn(column: Checked, of: { readonly form: string; readonly columns: number }, checker: ExpressionChecker): boolean {
  const { form, columns } = of;
  if (!checker.requireDimensionless(column, `the column in ${form}`)) return false;
  const text = checker.textOf(column.node);
  if (column.type !== "integer") {
    const message = `the column in ${form} must be an integer, and ${text} is a float`;
    checker.report(column.node, "EQUATIONS_TYPE", message, `write int(${text})`);
    return false;
  }
  const { size } = checker.context.scope;
  const isIndex = column.node.kind === "name" && column.node.name === "i";
  const last = "exact" in column.value ? column.value.exact.toNumber() : isIndex && size !== undefined ? size - 1 : 0;
  if (last >= 0 && last < columns) return true;
  const wanted = isIndex ? `the group's ${size} elements need as many` : `there is no ${last}`;
  const message = `the array has ${columns} column${columns === 1 ? "" : "s"}, 0 to ${columns - 1}, and ${wanted}`;
  checker.report(column.node, "MODEL_VALUE", message, isIndex ? "add columns, or take one by its number" : "columns are counted from 0");
  return false;
}

/** The arguments, word for word. */
const textsOf = (node: Call, checker: ExpressionChecker): readonly string[] =>
  node.arguments.map(({ start, end }) => checker.context.source.text.slice(start, end).replaceAll(/\s+/g, " "));

function reportUnknown(node: Call, checker: ExpressionChecker): undefined {
  const { name } = node;
  const { scope, diagnostics, functionNames } = checker.context;
  if (scope.arrays?.broken.has(name)) return undefined;
  if (scope.values.has(name) || scope.broken.has(name) || findUnit(name) !== undefined || CONSTANTS.has(name)) {
    const inside = textsOf(node, checker).join(", ");
    return checker.report(node.nameSpan, "EQUATIONS_FUNCTION", `${name} is not a function`, `to multiply, write ${name}*(${inside})`);
  }
  const alias = Object.hasOwn(FUNCTION_ALIASES, name) ? FUNCTION_ALIASES[name] : undefined;
  const ours = ourCall(name, textsOf(node, checker));
  if (ours !== undefined) return checker.report(node, "NAME_UNKNOWN", `${name} is not a function of the language`, `write ${ours}`);
  const isCrowded = diagnostics.items.length >= MAX_SUGGESTIONS;
  // A digit is no slip: log2 is another function than log.
  const functions = (functionNames ?? [...FUNCTIONS.keys(), ...RANDOM_FUNCTIONS.keys()]).filter(
    (known) => digitsOf(known) === digitsOf(name),
  );
  const known = [...functions, ...(scope.arrays?.arrays.keys() ?? [])];
  const nearest = isCrowded ? undefined : nearestName(name, known);
  const elsewhere = scope.elsewhere?.(name);
  const help = elsewhere ?? (alias !== undefined ? `write ${alias}` : nearest !== undefined ? `did you mean ${nearest}?` : undefined);
  return checker.report(node.nameSpan, "NAME_UNKNOWN", `${name} is not a function of the language`, help);
}

const digitsOf = (name: string): string => name.replaceAll(/[^0-9]+/g, "");
