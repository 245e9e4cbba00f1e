// The equations of a group → its variables. The declared units make the names known first, so that the order of lines does not matter;
// then every right-hand side is checked against its own declaration.

import type { DiagnosticList, SourceText } from "@spikefarm/protocol";
import type { Expression, GroupVariable, ValueType } from "../checked-model.js";
import { reportIn } from "../errors.js";
import { checkExpression } from "../expression/check-expression.js";
import { explainMismatch, showUnit } from "../expression/explain-mismatch.js";
import { unitThatDivides } from "../expression/explain-structure.js";
import { NOISE } from "../names/builtins.js";
import { checkName } from "../names/check-name.js";
import { groupScope, type ModelNames } from "../names/group-scope.js";
import { reservationOf } from "../names/reserved-names.js";
import { eitherName, type NamedValue, type Names, type Scope } from "../names/scope.js";
import type { NextStream, Streams } from "../names/streams.js";
import { type Definition, parseEquations } from "../syntax/parse-equations.js";
import { visitSyntax } from "../syntax/syntax-tree.js";
import { canonicalUnit } from "../units/canonical-unit.js";
import { DIMENSIONLESS, type Dimension, divideDimensions, isDimensionless, isSameDimension, SECOND } from "../units/dimension.js";
import { checkUnscaled } from "../units/parse-unit.js";
import { checkFlags } from "./check-flags.js";
import { checkNoise } from "./check-noise.js";
import { describeType } from "./check-parameters.js";
import { checkSharing } from "./check-sharing.js";
import { checkWrittenOut, type WrittenOutSizes } from "./check-written-out.js";
import { readText } from "./document-value.js";
import { circleIn, orderByUse } from "./order-by-use.js";

export interface CheckedVariables {
  /** Subexpressions after what they use. */
  readonly variables: readonly GroupVariable[];
  readonly values: ReadonlyMap<string, NamedValue>;
  readonly broken: Names;
  readonly source: SourceText;
  readonly definitions: readonly Definition[];
  /** Of what the equations become where subexpressions are written out; undefined after a report that they are too large. */
  readonly sizes: WrittenOutSizes | undefined;
}

interface Place {
  readonly group: string;
  readonly path: string;
  readonly hasThreshold: boolean;
  /** Undefined where it is in error. */
  readonly size: Expression | undefined;
  readonly streams: Streams;
}

export function checkVariables(value: unknown, place: Place, names: ModelNames, diagnostics: DiagnosticList): CheckedVariables | undefined {
  const source = readText(Array.isArray(value) && value.length === 0 ? "" : value, place.path, diagnostics);
  if (source === undefined) return undefined;
  const parsed = parseEquations(source, diagnostics);
  if (parsed.definitions.length === 0 && parsed.isSound) {
    return reportIn(diagnostics, { source, span: { start: 0, end: 1 } }, "EQUATIONS_SYNTAX", "there are no equations here");
  }
  const reserved = new Set<string>();
  const broken = eitherName(parsed.broken, reserved);
  const values = declareValues(parsed.definitions, { source, names, broken: reserved }, diagnostics);
  const scope = groupScope({ ...place, values, broken }, names);
  const definitions = parsed.definitions.filter(
    (definition, at) => at === parsed.definitions.findIndex((other) => other.name === definition.name),
  );
  const ordered = orderDefinitions(definitions, source, diagnostics);
  const context = { source, scope, streams: place.streams };
  const variables = ordered.flatMap((definition) => checkDefinition(definition, context, diagnostics) ?? []);
  const sizes = checkWrittenOut(variables, { source, definitions }, diagnostics);
  checkNoise(variables, { source, definitions }, diagnostics);
  checkSharing(variables, { source, definitions }, diagnostics);
  return { variables, values, broken, source, definitions, sizes };
}

function declareValues(
  definitions: readonly Definition[],
  of: { readonly source: SourceText; readonly names: ModelNames; readonly broken: Set<string> },
  diagnostics: DiagnosticList,
): ReadonlyMap<string, NamedValue> {
  const { source, names, broken } = of;
  const { parameters, arrays } = names;
  const values = new Map<string, NamedValue>();
  for (const definition of definitions) {
    const { name, nameSpan, unit } = definition;
    const place = { source, span: nameSpan };
    if (typeof unit !== "string") checkUnscaled(unit, { source, span: definition.unitSpan }, diagnostics);
    if (!checkName(name, reservationOf, place, diagnostics)) {
      broken.add(name);
    } else if (values.has(name)) {
      reportIn(diagnostics, place, "NAME_CLASH", `${name} is defined twice`, "rename or remove one of the two");
    } else {
      if (parameters.values.has(name) || parameters.broken.has(name)) {
        const help = `the variable would hide the parameter: rename one of them, or remove the parameter ${name}`;
        reportIn(diagnostics, place, "NAME_CLASH", `${name} is a parameter of the model and a variable of this group`, help);
      }
      if (arrays.arrays.has(name) || arrays.broken.has(name)) {
        reportIn(diagnostics, place, "NAME_CLASH", `${name} is an array of data and a variable of this group`, "rename one of them");
      }
      values.set(name, { from: "variable", ...declared(definition) });
    }
  }
  return values;
}

function declared(definition: Definition): { readonly type: ValueType; readonly dimension: Dimension } {
  const { unit } = definition;
  return typeof unit === "string" ? { type: unit, dimension: DIMENSIONLESS } : { type: "float", dimension: unit.dimension };
}

function orderDefinitions(definitions: readonly Definition[], source: SourceText, diagnostics: DiagnosticList): readonly Definition[] {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const uses = new Map(
    [...byName].map(([name, definition]) => [name, definition.kind === "subexpression" ? namesUsed(definition) : NOTHING]),
  );
  const { ordered, tangles } = orderByUse(uses);
  for (const tangle of tangles) {
    const span = byName.get(tangle[0]!)!.nameSpan;
    const message = `these subexpressions refer to each other: ${circleIn(tangle, uses)}`;
    reportIn(diagnostics, { source, span }, "EQUATIONS_CYCLE", message, `make one of them a state variable, as in d${tangle[0]}/dt = …`);
  }
  return ordered.map((name) => byName.get(name)!);
}

const NOTHING: ReadonlySet<string> = new Set();

function namesUsed(definition: Definition): ReadonlySet<string> {
  const names = new Set<string>();
  visitSyntax(definition.value!, (node) => {
    if (node.kind === "name") names.add(node.name);
  });
  return names;
}

interface DefinitionContext {
  readonly source: SourceText;
  readonly scope: Scope;
  readonly streams: Streams;
}

function checkDefinition(definition: Definition, of: DefinitionContext, diagnostics: DiagnosticList): GroupVariable | undefined {
  const { name, kind, nameSpan } = definition;
  const { type, dimension } = declared(definition);
  const place = { source: of.source, span: nameSpan };
  const flags = checkFlags(definition, of.source, diagnostics);
  const unit = canonicalUnit(dimension);
  if (kind === "parameter") {
    return { kind, name, unit, type, isConstant: flags.has("constant"), isShared: flags.has("shared") };
  }
  if (kind === "differential" && type !== "float") {
    return reportIn(
      diagnostics,
      place,
      "EQUATIONS_TYPE",
      `${name} changes continuously, so it cannot be ${type}`,
      "declare a unit, or 1 for none",
    );
  }
  const target = { ...place, name, type, dimension: kind === "differential" ? divideDimensions(dimension, SECOND) : dimension, kind };
  const isConstantOverDt = flags.has("constant over dt");
  const context = {
    ...of,
    scope: { ...of.scope, hasNoise: kind === "differential" },
    nextStream: of.streams(isConstantOverDt ? "constant over dt" : "equations", name),
  };
  const expression = checkRightSide(definition, target, context, diagnostics);
  if (expression === undefined) return undefined;
  if (kind === "subexpression") return { kind, name, unit, type, value: expression, isShared: flags.has("shared"), isConstantOverDt };
  return { kind: "state", name, unit, derivative: expression, isFrozenWhileRefractory: flags.has("unless refractory") };
}

function checkRightSide(
  definition: Definition,
  target: { source: SourceText; name: string; type: ValueType; dimension: Dimension },
  context: DefinitionContext & { readonly nextStream: NextStream },
  diagnostics: DiagnosticList,
): Expression | undefined {
  const node = definition.value!;
  const { source, name } = target;
  const checked = checkExpression(node, { ...context, diagnostics });
  if (checked === undefined) return undefined;
  const { expression, dimension } = checked;
  if (!isSameDimension(dimension, target.dimension)) {
    const isDerivative = definition.kind === "differential";
    const left = isDerivative ? `d${name}/dt` : name;
    const isLiteral = expression.kind === "number" && isDimensionless(dimension);
    const help = unitThatDivides({ node, dimension }, target.dimension, source.text);
    const ofDerivative = isDerivative && !isLiteral ? helpForDerivative(definition, dimension) : undefined;
    const unit = isDerivative ? unitOfDerivative(declared(definition).dimension) : showUnit(target.dimension);
    const right = { dimension, text: "it", ...(isLiteral && { literal: source.text.slice(node.start, node.end) }) };
    const usual = explainMismatch({ dimension: target.dimension, text: left, unit }, right);
    const wanted = isDimensionless(target.dimension) ? "have no unit" : `be in ${unit}`;
    const found = isDimensionless(dimension) ? "has no unit" : `is in ${showUnit(dimension)}`;
    const message = `${left} must ${wanted}, and its right side ${found}`;
    return reportIn(diagnostics, { source, span: node }, "UNITS_MISMATCH", message, help ?? ofDerivative ?? usual);
  }
  return checkAssignable(expression, { ...target, span: node }, diagnostics);
}

/** `farad/second`, though it is siemens too. */
const unitOfDerivative = (dimension: Dimension): string => (isDimensionless(dimension) ? "hertz" : `${showUnit(dimension)}/second`);

/** What derivatives lack most often: the time constant, or its root beside noise. */
function helpForDerivative(definition: Definition, dimension: Dimension): string | undefined {
  const missing = divideDimensions(dimension, declared(definition).dimension);
  if (isDimensionless(missing)) return "divide it by a time constant (second), as in (…)/tau";
  return isSameDimension(missing, NOISE.dimension) ? "noise needs the root of a time constant, as in sigma*xi*tau**-0.5" : undefined;
}

/** The expression where a variable of the target's type can hold it. */
export function checkAssignable(
  expression: Expression,
  target: { readonly source: SourceText; readonly span: { start: number; end: number }; readonly name: string; readonly type: ValueType },
  diagnostics: DiagnosticList,
): Expression | undefined {
  const { type } = expression;
  if (type === target.type || (target.type === "float" && type === "integer")) return expression;
  const text = target.source.text.slice(target.span.start, target.span.end).trim();
  const shown = text.length <= 40 ? text : "…";
  const isTooLarge = expression.kind === "number" && Number.isInteger(expression.value);
  const help =
    target.type === "boolean"
      ? `compare it, as in ${shown} > 0`
      : isTooLarge
        ? `integers end at ±2147483647: declare ${target.name} : 1 to hold it`
        : `write int(${shown})`;
  const wanted = { boolean: "a boolean", integer: "an integer", float: "a number" }[target.type];
  return reportIn(diagnostics, target, "EQUATIONS_TYPE", `${target.name} is ${wanted}, and this is ${describeType(type)}`, help);
}
