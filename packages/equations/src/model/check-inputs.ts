// The inputs of a model: what reaches a variable of a group from outside.
//
//   inputs: { P: { poisson: { to: G.v, count: 1, rate: f, weight: w } }, S: { spikes: { to: G.v, times, elements, weight, period } } }

import type { DiagnosticList } from "@spikefarm/protocol";
import type { CheckedInput, Expression, GroupVariable } from "../checked-model.js";
import { reportAt, reportIn } from "../errors.js";
import { MAX_INPUTS, MAX_POISSON_SOURCES } from "../limits.js";
import { checkName } from "../names/check-name.js";
import type { ModelNames } from "../names/group-scope.js";
import { nearestName } from "../names/nearest.js";
import { reservationOf } from "../names/reserved-names.js";
import { streamsOf } from "../names/streams.js";
import { DIMENSIONLESS, HERTZ } from "../units/dimension.js";
import type { GroupTable } from "./check-group.js";
import { checkSpikeTimes } from "./check-spike-times.js";
import { checkOfParameters, checkText, requireDimension } from "./check-text.js";
import { checkAssignable } from "./check-variables.js";
import { checkTextSizes } from "./check-written-out.js";
import { checkKeys, entryOf, isMapping, type Mapping, quote, readMapping } from "./document-value.js";
import { poissonProblem } from "./poisson-problem.js";

export interface InputsContext extends ModelNames {
  readonly groups: ReadonlyMap<string, GroupTable>;
  readonly brokenGroups: ReadonlySet<string>;
  /** Of the model; undefined where it is in error. */
  readonly dt: Expression | undefined;
}

export function checkInputs(value: unknown, path: string, context: InputsContext, diagnostics: DiagnosticList): readonly CheckedInput[] {
  const mapping = readMapping(value, path, diagnostics) ?? {};
  const names = Object.keys(mapping);
  if (names.length > MAX_INPUTS) {
    reportAt(diagnostics, path, "EQUATIONS_LIMIT", `a model has at most ${MAX_INPUTS} inputs, not ${names.length}`);
    return [];
  }
  return names.flatMap((name) => {
    const place = `${path}.${name}`;
    const isNamed = checkName(name, reservationOf, { path: place }, diagnostics);
    const isFree = !context.groups.has(name) && !context.brokenGroups.has(name);
    if (!isFree) reportAt(diagnostics, place, "NAME_CLASH", `${name} is a group and an input`, "rename one of them");
    const input = checkInput({ name, path: place, value: mapping[name] }, context, diagnostics);
    return isNamed && isFree && input !== undefined ? [input] : [];
  });
}

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly value: unknown;
}

const FORMS = "write { poisson: { to: G.v, rate: 100*Hz, weight: 1*mV } } or { spikes: { to: G.v, times: [1*ms], weight: 1*mV } }";

function checkInput({ name, path, value }: Entry, context: InputsContext, diagnostics: DiagnosticList): CheckedInput | undefined {
  const kinds = isMapping(value) ? Object.keys(value) : [];
  const kind = kinds.length === 1 ? kinds[0] : undefined;
  if (kind !== "poisson" && kind !== "spikes") {
    return reportAt(diagnostics, path, "MODEL_VALUE", "an input is a mapping with one key, poisson or spikes", FORMS);
  }
  const place = `${path}.${kind}`;
  const body = readMapping((value as Mapping)[kind], place, diagnostics);
  if (body === undefined) return undefined;
  const known = kind === "poisson" ? ["to", "count", "rate", "weight"] : ["to", "times", "elements", "weight", "period"];
  checkKeys(body, place, { known, renamed: kind === "poisson" ? { N: "count" } : {} }, diagnostics);
  for (const key of kind === "poisson" ? ["to", "rate", "weight"] : ["to", "times", "weight"]) {
    if ((entryOf(body, key) ?? undefined) === undefined) {
      reportAt(diagnostics, place, "MODEL_MISSING_KEY", `the input ${name} has no ${key}`, FORMS);
    }
  }
  const target = findTarget(entryOf(body, "to"), `${place}.to`, context, diagnostics);
  const entry = { name, path: place, value: body };
  const input = kind === "poisson" ? checkPoisson(entry, target, context, diagnostics) : checkSpikes(entry, target, context, diagnostics);
  if (input !== undefined && target !== undefined) {
    const expressions = input.kind === "poisson" ? [input.rate, input.weight] : [input.weight];
    const { group, variables } = target.table;
    checkTextSizes([{ path: place, expressions }], { group: group.name, path: place, sizes: variables.sizes }, diagnostics);
  }
  return input;
}

interface Target {
  readonly table: GroupTable;
  readonly variable: GroupVariable;
}

/** The variable that `to: G.v` names, which must be one that statements may set too. */
function findTarget(value: unknown, path: string, context: InputsContext, diagnostics: DiagnosticList): Target | undefined {
  if (value === undefined || value === null) return undefined;
  const [, group, name] = (typeof value === "string" && /^\s*(\w+)\s*\.\s*(\w+)\s*$/.exec(value)) || [];
  if (group === undefined || name === undefined) {
    return reportAt(diagnostics, path, "MODEL_VALUE", `${quote(value)} is not a variable of a group`, "write to: G.v");
  }
  const suggest = (word: string, known: Iterable<string>, what: string): string => {
    const names = [...known];
    const nearest = nearestName(word, names);
    return nearest === undefined ? `the ${what} are ${names.join(", ")}` : `did you mean ${nearest}?`;
  };
  const table = context.groups.get(group);
  if (table === undefined) {
    if (context.brokenGroups.has(group)) return undefined;
    const help = suggest(group, context.groups.keys(), "groups");
    return reportAt(diagnostics, path, "NAME_UNKNOWN", `${group} is not a group of the model`, help);
  }
  const variable = table.group.variables.find((candidate) => candidate.name === name);
  if (variable === undefined) {
    if (table.broken.has(name) || table.values.has(name)) return undefined; // its own equation is in error
    return reportAt(
      diagnostics,
      path,
      "NAME_UNKNOWN",
      `${name} is not a variable of ${group}`,
      suggest(name, table.values.keys(), "variables"),
    );
  }
  const reason = whyFixed(variable);
  if (reason === undefined) return { table, variable };
  return reportAt(diagnostics, path, "EQUATIONS_TYPE", `${group}.${name} ${reason}, so no input can change it`);
}

function whyFixed(variable: GroupVariable): string | undefined {
  if (variable.kind === "subexpression") return "is a subexpression";
  if (variable.kind === "state") return undefined;
  if (variable.isConstant) return "is constant";
  if (variable.isShared) return "is shared";
  return variable.type === "boolean" ? "is a condition" : undefined;
}

function checkPoisson(
  { name, path, value }: Entry & { readonly value: Mapping },
  target: Target | undefined,
  context: InputsContext,
  diagnostics: DiagnosticList,
): CheckedInput | undefined {
  const count = checkCount(entryOf(value, "count") ?? 1, `${path}.count`, context, diagnostics);
  const streams = streamsOf("input", name);
  const text = (key: string) => {
    const given = entryOf(value, key) ?? undefined;
    if (target === undefined || given === undefined) return undefined;
    return checkText({ value: given, path: `${path}.${key}` }, { scope: target.table.texts.scope, nextStream: streams(key) }, diagnostics);
  };
  const given = text("rate");
  const rate = given && requireDimension(given, { what: "the rate", dimension: HERTZ, kind: "in hertz" }, diagnostics);
  const weight = checkWeight(text("weight"), target, diagnostics);
  if (!target || !count || !rate || !weight) return undefined;
  if (count.kind === "number" && rate.kind === "number" && context.dt?.kind === "number") {
    const problem = poissonProblem({ count, rate }, () => Number.NaN, context.dt.value);
    const help = "take a smaller dt, or more sources of a lower rate";
    if (problem !== undefined) return reportAt(diagnostics, `${path}.rate`, "MODEL_VALUE", `${name} cannot be drawn: ${problem}`, help);
  }
  return { kind: "poisson", name, group: target.table.group.name, variable: target.variable.name, count, rate, weight };
}

function checkCount(value: unknown, path: string, { parameters }: InputsContext, diagnostics: DiagnosticList): Expression | undefined {
  const checked = checkOfParameters({ value, path }, "a count", parameters, diagnostics);
  const wanted = { what: "count", dimension: DIMENSIONLESS, kind: "a number of sources, without a unit" };
  const count = checked && requireDimension(checked, wanted, diagnostics);
  if (checked === undefined || count === undefined) return undefined;
  if (count.type === "boolean") return reportIn(diagnostics, checked, "EQUATIONS_TYPE", "count must be a whole number, not a condition");
  if (count.kind !== "number") return count;
  if (Number.isInteger(count.value) && count.value >= 0 && count.value <= MAX_POISSON_SOURCES) return count;
  return reportIn(diagnostics, checked, "MODEL_VALUE", `count must be a whole number from 0 to ${MAX_POISSON_SOURCES}`);
}

/** In the variable's unit, and of a type that the variable can take. */
function checkWeight(
  checked: ReturnType<typeof checkText>,
  target: Target | undefined,
  diagnostics: DiagnosticList,
): Expression | undefined {
  if (checked === undefined || target === undefined) return undefined;
  const { name } = target.variable;
  const { dimension, type } = target.table.values.get(name)!;
  const weight = requireDimension(checked, { what: "the weight", dimension, kind: `in the unit of ${name}` }, diagnostics);
  return weight && checkAssignable(weight, { ...checked, name, type }, diagnostics);
}

function checkSpikes(
  { name, path, value }: Entry & { readonly value: Mapping },
  target: Target | undefined,
  context: InputsContext,
  diagnostics: DiagnosticList,
): CheckedInput | undefined {
  const given = entryOf(value, "weight") ?? undefined;
  const texts = target?.table.texts;
  const checked =
    texts && given !== undefined
      ? checkText(
          { value: given, path: `${path}.weight` },
          { scope: texts.scope, nextStream: streamsOf("input", name)("weight") },
          diagnostics,
        )
      : undefined;
  const weight = checkWeight(checked, target, diagnostics);
  const spikes = checkSpikeTimes(value, path, { ...context, size: target?.table.group.size }, diagnostics);
  if (!target || !weight || !spikes) return undefined;
  return { kind: "spikes", name, group: target.table.group.name, variable: target.variable.name, weight, ...spikes };
}
