// The parameters of a model: `NAME: value`, `{default, type, unit, display, doc}`, or an expression over other parameters.
//
// All are parsed first, then checked in the order of their dependencies, so that a derived parameter may stand anywhere.

import type { DiagnosticList, SourceText, Span } from "@spikefarm/protocol";
import type { CheckedParameter, Expression, ValueType } from "../checked-model.js";
import { reportAt, reportIn } from "../errors.js";
import { checkExpression } from "../expression/check-expression.js";
import { evaluate } from "../expression/evaluate.js";
import { showUnit } from "../expression/explain-mismatch.js";
import { MAX_PARAMETERS } from "../limits.js";
import { namesIn } from "../linearity/walk-expression.js";
import { checkName } from "../names/check-name.js";
import { columnReservationOf } from "../names/reserved-names.js";
import type { NamedValue, Scope } from "../names/scope.js";
import { parseExpressionText } from "../syntax/parse-expression.js";
import { type SyntaxNode, visitSyntax } from "../syntax/syntax-tree.js";
import { plainName } from "../text/confusables.js";
import { canonicalUnit } from "../units/canonical-unit.js";
import { DIMENSIONLESS, type Dimension, isDimensionless, isSameDimension } from "../units/dimension.js";
import { displayUnitOf } from "../units/display-units.js";
import { parseUnitText } from "../units/parse-unit.js";
import { checkKeys, entryOf, isMapping, type Mapping, quote, readMapping, readText } from "./document-value.js";
import { circleIn, orderByUse } from "./order-by-use.js";

export interface ParameterTable {
  /** Derived ones after what they use. */
  readonly parameters: readonly CheckedParameter[];
  readonly values: ReadonlyMap<string, NamedValue>;
  readonly broken: ReadonlySet<string>;
}

const TYPES = ["float", "integer", "boolean", "text"] as const;
type ParameterType = (typeof TYPES)[number];

/** A parameter as written. */
interface Draft {
  readonly name: string;
  readonly path: string;
  readonly source: SourceText;
  /** Absent for a text. */
  readonly node?: SyntaxNode;
  readonly type?: ParameterType;
  readonly dimension?: Dimension;
  readonly display?: string;
  readonly doc?: string;
}

export function checkParameters(value: unknown, path: string, diagnostics: DiagnosticList): ParameterTable {
  const mapping = readMapping(value, path, diagnostics) ?? {};
  const names = Object.keys(mapping);
  if (names.length > MAX_PARAMETERS) {
    reportAt(diagnostics, path, "EQUATIONS_LIMIT", `a model has at most ${MAX_PARAMETERS} parameters, not ${names.length}`);
    return { parameters: [], values: new Map(), broken: new Set(names) };
  }
  const drafts = new Map<string, Draft>();
  const broken = new Set<string>();
  for (const name of names) {
    const place = `${path}.${name}`;
    const isNamed = checkName(name, columnReservationOf, { path: place }, diagnostics);
    const draft = readDraft({ name, path: place, value: mapping[name] }, diagnostics);
    if (isNamed && draft !== undefined) drafts.set(name, draft);
    else broken.add(plainName(name));
  }
  return checkDrafts(drafts, broken, diagnostics);
}

function checkDrafts(drafts: ReadonlyMap<string, Draft>, broken: Set<string>, diagnostics: DiagnosticList): ParameterTable {
  const uses = new Map([...drafts.values()].map((draft) => [draft.name, namesUsed(draft)]));
  const { ordered, tangles } = orderByUse(uses);
  for (const tangle of tangles) {
    const { source, node } = drafts.get(tangle[0]!)!;
    const message = `these parameters refer to each other: ${circleIn(tangle, uses)}`;
    reportIn(
      diagnostics,
      { source, span: node ?? { start: 0, end: 1 } },
      "EQUATIONS_CYCLE",
      message,
      "give one of them a value of its own",
    );
    for (const name of tangle) broken.add(name);
  }
  const parameters: CheckedParameter[] = [];
  const values = new Map<string, NamedValue>();
  const scope: Scope = { description: "parameters", values, broken, isOfDoubles: true };
  for (const name of ordered) {
    const draft = drafts.get(name)!;
    const checked = draft.node === undefined ? checkText(draft) : checkNumber(draft, draft.node, scope, diagnostics);
    if (checked === undefined) {
      broken.add(name);
      continue;
    }
    parameters.push(checked.parameter);
    if (checked.parameter.type === "text") continue;
    values.set(name, { from: "parameter", type: checked.parameter.type, dimension: checked.dimension });
  }
  return { parameters, values, broken };
}

function readDraft(entry: { name: string; path: string; value: unknown }, diagnostics: DiagnosticList): Draft | undefined {
  const { name, path, value } = entry;
  if (isMapping(value)) return readDeclaration({ name, path, value }, diagnostics);
  const source = readText(value, path, diagnostics);
  const node = source && parseExpressionText(source, diagnostics);
  return source && node && { name, path, source, node };
}

function readDeclaration(entry: { name: string; path: string; value: Mapping }, diagnostics: DiagnosticList): Draft | undefined {
  const { name, path, value } = entry;
  checkKeys(value, path, { known: ["default", "type", "unit", "display", "doc"] }, diagnostics);
  const type = entryOf(value, "type");
  if (type !== undefined && !TYPES.some((known) => known === type)) {
    return reportAt(diagnostics, `${path}.type`, "MODEL_VALUE", `${quote(type)} is not a type`, `the types are ${TYPES.join(", ")}`);
  }
  const given = entryOf(value, "default");
  if (given === undefined)
    return reportAt(diagnostics, path, "MODEL_MISSING_KEY", `the parameter ${name} has no default`, "add default: and its value");
  const unit = readUnit(value, "unit", path, diagnostics);
  const display = readUnit(value, "display", path, diagnostics);
  if (unit === "broken" || display === "broken") return undefined;
  const doc = entryOf(value, "doc");
  const source = readText(given, `${path}.default`, diagnostics);
  if (source === undefined) return undefined;
  const shown = display ?? (unit && canonicalUnit(unit.dimension) !== unit.name && unit.name !== "1" ? unit : undefined);
  const draft: Draft = {
    ...{ name, path, source },
    ...(type !== undefined && { type: type as ParameterType }),
    ...(unit && { dimension: unit.dimension }),
    ...(shown && { display: shown.name }),
    ...(typeof doc === "string" && { doc }),
  };
  if (display !== undefined && unit !== undefined && !isSameDimension(display.dimension, unit.dimension)) {
    return reportAt(diagnostics, `${path}.display`, "UNITS_MISMATCH", `display and unit differ: ${display.name} and ${unit.name}`);
  }
  if (type === "text") return draft;
  const node = parseExpressionText(source, diagnostics);
  return node && { ...draft, node };
}

function readUnit(mapping: Mapping, key: string, path: string, diagnostics: DiagnosticList): ReturnType<typeof parseUnitText> | "broken" {
  const value = entryOf(mapping, key);
  if (value === undefined) return undefined;
  const source = readText(value, `${path}.${key}`, diagnostics);
  return (source && parseUnitText(source, diagnostics)) ?? "broken";
}

function namesUsed(draft: Draft): ReadonlySet<string> {
  const names = new Set<string>();
  if (draft.node !== undefined) {
    visitSyntax(draft.node, (node) => {
      if (node.kind === "name") names.add(node.name);
    });
  }
  return names;
}

interface CheckedDraft {
  readonly parameter: CheckedParameter;
  readonly dimension: Dimension;
}

function checkText(draft: Draft): CheckedDraft {
  const { name, source, doc } = draft;
  return { parameter: { name, type: "text", unit: "", value: source.text, ...(doc !== undefined && { doc }) }, dimension: DIMENSIONLESS };
}

function checkNumber(draft: Draft, node: SyntaxNode, scope: Scope, diagnostics: DiagnosticList): CheckedDraft | undefined {
  const { name, source, doc } = draft;
  const checked = checkExpression(node, { source, scope, diagnostics });
  if (checked === undefined) return undefined;
  const { expression, dimension } = checked;
  const isDerived = namesIn(expression, "parameter").size > 0;
  const type = typeOf(draft, { expression, isDerived }, { source, span: node }, diagnostics);
  if (type === undefined) return undefined;
  if (draft.dimension !== undefined && !isSameDimension(dimension, draft.dimension)) {
    const message = `the default of ${name} ${isDimensionless(dimension) ? "has no unit" : `is in ${showUnit(dimension)}`}, and its unit is ${draft.display ?? showUnit(draft.dimension)}`;
    const help = canonicalUnit(dimension) === "" ? `write ${source.text.trim()}*${draft.display ?? showUnit(draft.dimension)}` : undefined;
    return reportIn(diagnostics, { source, span: node }, "UNITS_MISMATCH", message, help);
  }
  const display = draft.display ?? displayUnitOf(node, source);
  const parameter: CheckedParameter = {
    ...{ name, type, unit: canonicalUnit(dimension) },
    ...(display !== undefined && { display }),
    ...(isDerived ? { derived: expression } : { value: evaluate(expression, () => Number.NaN) }),
    ...(doc !== undefined && { doc }),
  };
  return { parameter, dimension };
}

/** A bare number is a float unless it is declared an integer, so that a sweep may give it any value. */
function typeOf(
  draft: Draft,
  value: { readonly expression: Expression; readonly isDerived: boolean },
  place: { readonly source: SourceText; readonly span: Span },
  diagnostics: DiagnosticList,
): ValueType | undefined {
  const { type } = value.expression;
  if (draft.type === undefined) return type === "integer" && !value.isDerived ? "float" : type;
  const wanted = draft.type as ValueType;
  if (wanted === type || (wanted === "float" && type === "integer")) return wanted;
  const help = wanted === "integer" ? "write int(…), or a number without a fraction" : undefined;
  return reportIn(diagnostics, place, "EQUATIONS_TYPE", `${draft.name} is declared ${wanted}, and this is ${describeType(type)}`, help);
}

export const describeType = (type: ValueType): string => ({ boolean: "a condition", integer: "an integer", float: "a float" })[type];
