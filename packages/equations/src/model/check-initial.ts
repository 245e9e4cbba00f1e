// Starting values: an expression over parameters, i, N, random numbers and variables set before it; a list with one quantity an element;
// `linspace: [a, b]` over the elements; or the name of an array of data.

import { Rational } from "@spikefarm/numerics";
import type { DiagnosticList, SourceText } from "@spikefarm/protocol";
import type { Expression, GroupVariable, InitialValue } from "../checked-model.js";
import { reportAt, reportIn } from "../errors.js";
import { checkExpression } from "../expression/check-expression.js";
import { explainMismatch, showUnit } from "../expression/explain-mismatch.js";
import { MAX_INITIAL_VALUES } from "../limits.js";
import type { NamedArray } from "../names/arrays.js";
import { BUILTINS } from "../names/builtins.js";
import type { ModelNames } from "../names/group-scope.js";
import { nearestName } from "../names/nearest.js";
import { eitherName, type NamedValue, type Scope } from "../names/scope.js";
import { type NextStream, streamsOf } from "../names/streams.js";
import { parseExpressionText } from "../syntax/parse-expression.js";
import { canonicalUnit } from "../units/canonical-unit.js";
import { isDimensionless } from "../units/dimension.js";
import { checkQuantity, type Quantity } from "../units/quantity.js";
import { isSharedEnough } from "./check-statements.js";
import { type CheckedVariables, checkAssignable } from "./check-variables.js";
import { isMapping, type Mapping, readMapping, readText } from "./document-value.js";

interface InitialContext extends ModelNames {
  readonly group: string;
  readonly path: string;
  readonly variables: CheckedVariables;
  /** Of the group; undefined where it is in error. */
  readonly size: Expression | undefined;
}

export function checkInitial(value: unknown, context: InitialContext, diagnostics: DiagnosticList): readonly InitialValue[] {
  const mapping = readMapping(value, context.path, diagnostics) ?? {};
  const streams = streamsOf("initial", context.group);
  const earlier = new Map<string, NamedValue>();
  return Object.keys(mapping).flatMap((name) => {
    const path = `${context.path}.${name}`;
    const variable = findVariable(name, path, context, diagnostics);
    if (variable === undefined) return [];
    const checked = checkValue(mapping[name], { ...context, path, variable, earlier, nextStream: streams("initial", name) }, diagnostics);
    earlier.set(name, context.variables.values.get(name)!);
    return checked === undefined ? [] : [{ variable: name, value: checked }];
  });
}

function findVariable(name: string, path: string, context: InitialContext, diagnostics: DiagnosticList): GroupVariable | undefined {
  const { variables, values, broken } = context.variables;
  const variable = variables.find((candidate) => candidate.name === name);
  if (variable?.kind === "subexpression") {
    return reportAt(
      diagnostics,
      path,
      "EQUATIONS_TYPE",
      `${name} is a subexpression, which has no value of its own to start from`,
      "remove it",
    );
  }
  if (variable !== undefined) return variable;
  if (values.has(name) || broken.has(name)) return undefined; // its own equation is in error
  const names = variables.filter((candidate) => candidate.kind !== "subexpression").map((candidate) => candidate.name);
  const nearest = nearestName(name, names);
  const help = nearest === undefined ? `the variables are ${names.join(", ")}` : `did you mean ${nearest}?`;
  return reportAt(diagnostics, path, "NAME_UNKNOWN", `${name} is not a variable of the group`, help);
}

interface ValueContext extends InitialContext {
  readonly variable: GroupVariable;
  /** Variables that have their values by now. */
  readonly earlier: ReadonlyMap<string, NamedValue>;
  readonly nextStream: NextStream;
}

function checkValue(value: unknown, context: ValueContext, diagnostics: DiagnosticList): Expression | readonly number[] | undefined {
  const { variable, path, arrays } = context;
  const array = typeof value === "string" ? arrays.arrays.get(value.trim()) : undefined;
  const isOfElements = Array.isArray(value) || isMapping(value) || array !== undefined;
  if (isOfElements && variable.kind === "parameter" && variable.isShared) {
    const message = `${variable.name} is shared, so it has one value, not one an element`;
    return reportAt(diagnostics, path, "MODEL_VALUE", message, "give one quantity or expression, or remove the flag (shared)");
  }
  if (Array.isArray(value)) return checkList(value, context, diagnostics);
  if (isMapping(value)) return checkAxis(value, context, diagnostics);
  if (array !== undefined) return checkArray(array, context, diagnostics);
  const source = readText(value, path, diagnostics);
  return source && checkFormula(source, context, diagnostics);
}

function checkFormula(source: SourceText, context: ValueContext, diagnostics: DiagnosticList): Expression | undefined {
  const node = parseExpressionText(source, diagnostics);
  if (node === undefined) return undefined;
  const { variable, variables, nextStream } = context;
  const checked = checkExpression(node, { source, scope: initialScope(context), diagnostics, nextStream });
  if (checked === undefined) return undefined;
  const place = { source, span: node };
  const unit = canonicalUnit(checked.dimension);
  if (unit === variable.unit) {
    const value = checkAssignable(checked.expression, { ...place, name: variable.name, type: typeOf(variable) }, diagnostics);
    return value && isSharedEnough(variable.name, value, place, variables, diagnostics) ? value : undefined;
  }
  const isLiteral = checked.expression.kind === "number" && isDimensionless(checked.dimension);
  const target = { dimension: variables.values.get(variable.name)!.dimension, text: variable.name };
  const help = isLiteral
    ? `write ${source.text.trim()}*${variable.unit}`
    : explainMismatch(target, { dimension: checked.dimension, text: "it" });
  return reportUnit(variable, isDimensionless(checked.dimension) ? "no unit" : showUnit(checked.dimension), place, help, diagnostics);
}

function initialScope({ parameters, arrays, variables, earlier, variable }: ValueContext): Scope {
  const builtins = [...BUILTINS].filter(([name]) => name === "i" || name === "N");
  return {
    description: "an initial value, which is made of parameters, i, N and variables set before it",
    values: new Map([...builtins, ...parameters.values, ...earlier]),
    broken: eitherName(parameters.broken, eitherName(variables.broken, arrays.broken)),
    elsewhere: (name) => {
      if (arrays.arrays.has(name)) return `${name} is an array: give its name alone`;
      if (name === variable.name) return `${name} has no value before this one`;
      if (name === "t") return "the run begins at 0*second";
      return variables.values.has(name) ? `set ${name} first, under initial` : undefined;
    },
  };
}

/** One value an element, from an array of data. */
function checkArray(array: NamedArray, context: ValueContext, diagnostics: DiagnosticList): readonly number[] | undefined {
  const { arrays, path, variable } = context;
  arrays.used.add(array.name);
  const size = constantSize(context, "an array of data", diagnostics);
  const report = (message: string, help?: string) => reportAt(diagnostics, path, "MODEL_VALUE", message, help);
  if (array.shape.length !== 1) return report(`the array ${array.name} has ${array.shape.length} dimensions`, "initial values take a list");
  if (size !== undefined && array.values.length !== size) {
    const count = `${size} element${size === 1 ? "" : "s"}`;
    return report(`the group has ${count}, and the array ${array.name} has ${array.values.length} values`, "give one value an element");
  }
  if (array.unit !== variable.unit) {
    const [wanted, found] = [variable.unit, array.unit].map((unit) => (unit === "" ? "has no unit" : `is in ${unit}`));
    return reportAt(diagnostics, path, "UNITS_MISMATCH", `${variable.name} ${wanted}, and the array ${array.name} ${found}`);
  }
  const type = typeOf(variable);
  const fits = (value: number): boolean => type === "float" || (type === "integer" ? (value | 0) === value : value === 0 || value === 1);
  const misfit = array.values.find((value) => !fits(value));
  if (misfit !== undefined)
    return reportAt(diagnostics, path, "EQUATIONS_TYPE", `${variable.name} is ${type}, and the array holds ${misfit}`);
  return size === undefined ? undefined : [...array.values];
}

function reportUnit(
  variable: GroupVariable,
  actual: string,
  place: { source: SourceText; span: { start: number; end: number } },
  help: string | undefined,
  diagnostics: DiagnosticList,
): undefined {
  const expected = variable.unit === "" ? "has no unit" : `is in ${variable.unit}`;
  const found = actual === "no unit" ? "this has no unit" : `this is in ${actual}`;
  return reportIn(diagnostics, place, "UNITS_MISMATCH", `${variable.name} ${expected}, and ${found}`, help);
}

const typeOf = (variable: GroupVariable) => (variable.kind === "state" ? "float" : variable.type);

function constantSize(context: ValueContext, what: string, diagnostics: DiagnosticList): number | undefined {
  const { size, path } = context;
  if (size === undefined) return undefined;
  if (size.kind === "number") return size.value;
  const help = "write an expression in i and N, such as i/(N - 1)*10*mV";
  return reportAt(diagnostics, path, "MODEL_VALUE", `${what} needs a group whose size is a plain number`, help);
}

function checkList(values: readonly unknown[], context: ValueContext, diagnostics: DiagnosticList): readonly number[] | undefined {
  const size = constantSize(context, "a list of values", diagnostics);
  if (size === undefined) return undefined;
  const { path, variable } = context;
  if (values.length !== size) {
    const message = `the group has ${size} element${size === 1 ? "" : "s"}, and this list has ${values.length} values`;
    return reportAt(diagnostics, path, "MODEL_VALUE", message, "give one value an element");
  }
  if (values.length > MAX_INITIAL_VALUES)
    return reportAt(diagnostics, path, "EQUATIONS_LIMIT", `a list has at most ${MAX_INITIAL_VALUES} values`);
  const numbers = values.map((value, index) => checkItem(value, `${path}.${index}`, variable, diagnostics)?.value);
  return numbers.every((number) => number !== undefined) ? numbers : undefined;
}

function checkItem(value: unknown, path: string, variable: GroupVariable, diagnostics: DiagnosticList): Quantity | undefined {
  if (typeof value === "boolean" && typeOf(variable) === "boolean") {
    return { value: value ? 1 : 0, unit: "", display: undefined, type: "integer" };
  }
  const source = readText(value, path, diagnostics);
  const quantity = source && checkQuantity(source, diagnostics);
  if (source === undefined || quantity === undefined) return undefined;
  const place = { source, span: { start: 0, end: source.text.length } };
  if (quantity.unit !== variable.unit) return reportUnit(variable, quantity.unit || "no unit", place, undefined, diagnostics);
  const type = typeOf(variable);
  if (type === "boolean" || (type === "integer" && quantity.type === "float")) {
    return reportIn(diagnostics, place, "EQUATIONS_TYPE", `${variable.name} is ${type}, and this is ${quantity.type}`);
  }
  return quantity;
}

function checkAxis(axis: Mapping, context: ValueContext, diagnostics: DiagnosticList): readonly number[] | undefined {
  const { path, variable } = context;
  const ends = axis.linspace;
  const keys = Object.keys(axis);
  if (keys.length !== 1 || keys[0] !== "linspace" || !Array.isArray(ends) || ends.length !== 2) {
    return reportAt(
      diagnostics,
      path,
      "MODEL_VALUE",
      "an axis of initial values is written linspace: [a, b]",
      "its length is the size of the group",
    );
  }
  const size = constantSize(context, "an axis of values", diagnostics);
  if (typeOf(variable) !== "float")
    return reportAt(diagnostics, path, "EQUATIONS_TYPE", `linspace gives floats, and ${variable.name} is ${typeOf(variable)}`);
  const [a, b] = ends.map((end, index) => checkItem(end, `${path}.linspace.${index}`, variable, diagnostics));
  if (size === undefined || a === undefined || b === undefined) return undefined;
  if (size > MAX_INITIAL_VALUES) return reportAt(diagnostics, path, "EQUATIONS_LIMIT", `an axis has at most ${MAX_INITIAL_VALUES} values`);
  return spread(a, b, size);
}

/** IDENTITY 2: computed in fractions, each value rounded once. */
function spread(a: Quantity, b: Quantity, count: number): readonly number[] {
  const first = a.exact ?? Rational.fromExact(a.value);
  const difference = (b.exact ?? Rational.fromExact(b.value)).subtract(first);
  return Array.from({ length: count }, (_, k) =>
    k === 0 ? first.toNumber() : first.add(difference.multiply(Rational.of(k, count - 1))).toNumber(),
  );
}
