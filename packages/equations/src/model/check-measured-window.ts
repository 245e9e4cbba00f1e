// `from=`, `to=` and `bin=` of a measurement: times made of parameters, checked as far as they are constant.

import type { Expression, MeasuredWindow } from "../checked-model.js";
import { checkExpression, type ExpressionChecker } from "../expression/check-expression.js";
import { explainMismatch, showUnit } from "../expression/explain-mismatch.js";
import type { Scope } from "../names/scope.js";
import { type Keyword, type SyntaxNode, visitSyntax } from "../syntax/syntax-tree.js";
import { isDimensionless, isSameDimension, SECOND } from "../units/dimension.js";
import type { Times } from "./check-times.js";
import { binProblem, type RunTimes, windowProblem } from "./measured-steps.js";
import { OUTPUT_FUNCTIONS } from "./measurement-forms.js";

type Call = SyntaxNode & { readonly kind: "call" };

/** What a measurement says of its time; undefined after reporting. */
export interface MeasuredTimes {
  readonly window?: MeasuredWindow;
  readonly bin?: Expression;
}

export function checkMeasuredTimes(node: Call, checker: ExpressionChecker, times: Times | undefined): MeasuredTimes | undefined {
  const given = ["from", "to", "bin"].flatMap((name) => node.keywords.find((keyword) => keyword.name === name) ?? []);
  const checked = new Map(given.map((keyword) => [keyword.name, checkTime(keyword, checker)]));
  if ([...checked.values()].includes(undefined)) return undefined;
  const [from, to, bin] = ["from", "to", "bin"].map((name) => checked.get(name));
  const window = from === undefined && to === undefined ? undefined : { ...(from && { from }), ...(to && { to }) };
  const at = { node, keywords: given.filter(({ name }) => name !== "bin") };
  if (!checkConstants(at, { window, bin }, checker, times)) return undefined;
  return { ...(window && { window }), ...(bin && { bin }) };
}

function checkTime(keyword: Keyword, checker: ExpressionChecker): Expression | undefined {
  const { name, value } = keyword;
  const { source, scope, diagnostics } = checker.context;
  const measured = measurementIn(value);
  if (measured !== undefined) {
    const message = `${name}= is made of parameters, and ${checker.textOf(measured)} is known only after the run`;
    return checker.report(measured, "EQUATIONS_FUNCTION", message, `give a time, as in ${name}=100*ms`);
  }
  const within: Scope = { ...scope, description: `${name}=, which is made of parameters` };
  const checked = checkExpression(value, { source, scope: within, diagnostics });
  if (checked === undefined) return undefined;
  if (isSameDimension(checked.dimension, SECOND)) return checked.expression;
  const isLiteral = checked.expression.kind === "number" && isDimensionless(checked.dimension);
  const literal = isLiteral ? source.text.slice(value.start, value.end).trim() : undefined;
  const other = { dimension: checked.dimension, text: checker.textOf(value), ...(literal !== undefined && { literal }) };
  const what = isDimensionless(checked.dimension) ? "has no unit" : `is in ${showUnit(checked.dimension)}`;
  const help = literal === undefined ? explainMismatch({ dimension: SECOND, text: name }, other) : `as in ${name}=${literal}*ms`;
  return checker.report(value, "UNITS_MISMATCH", `${name}= must be a time (second), and this ${what}`, help);
}

function measurementIn(node: SyntaxNode): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  visitSyntax(node, (inner) => {
    const isMeasured = inner.kind === "member" || (inner.kind === "call" && inner.name !== "min" && inner.name !== "max");
    if (isMeasured && (inner.kind === "member" || OUTPUT_FUNCTIONS.includes(inner.name))) found ??= inner;
  });
  return found;
}

/** Times that name parameters are looked at when a trial gives them values. */
function checkConstants(
  at: { readonly node: Call; readonly keywords: readonly Keyword[] },
  given: { readonly window: MeasuredWindow | undefined; readonly bin: Expression | undefined },
  checker: ExpressionChecker,
  times: Times | undefined,
): boolean {
  const { window, bin } = given;
  const run = times && constantTimes(times);
  if (run === undefined) return true;
  const isKnown = [window?.from, window?.to].every((time) => time === undefined || time.kind === "number");
  const problem = isKnown ? windowProblem(window, run, constantValue) : undefined;
  if (problem !== undefined) {
    const span = { start: at.keywords[0]!.start, end: at.keywords.at(-1)!.end };
    checker.report(
      span,
      "MODEL_VALUE",
      `this window is empty or outside the run: ${problem}`,
      `0*second ≤ from < to ≤ ${run.duration}*second`,
    );
    return false;
  }
  if (bin === undefined || bin.kind !== "number") return true;
  const keyword = at.node.keywords.find(({ name }) => name === "bin")!;
  const fault = binProblem(bin.value, run);
  if (fault !== undefined) checker.report(keyword, "MODEL_VALUE", fault, "give a multiple of dt, as in bin=10*ms");
  return fault === undefined;
}

function constantTimes({ dt, duration, warmup }: Times): RunTimes | undefined {
  if (dt.kind !== "number" || duration.kind !== "number" || warmup.kind !== "number") return undefined;
  return { dt: dt.value, duration: duration.value, warmup: warmup.value };
}

const constantValue = (expression: Expression): number => (expression as Expression & { kind: "number" }).value;
