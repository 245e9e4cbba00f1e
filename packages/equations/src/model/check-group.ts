// A group: its equations, conditions, statements, events and initial values, each checked in the names of the group.

import type { DiagnosticList } from "@spikefarm/protocol";
import type { CheckedGroup, Expression, Statement } from "../checked-model.js";
import { reportAt } from "../errors.js";
import { groupScope, type ModelNames } from "../names/group-scope.js";
import type { NamedValue, Names } from "../names/scope.js";
import { streamsOf } from "../names/streams.js";
import { checkRefractory, checkThreshold } from "./check-conditions.js";
import { checkEvents, checkEvery } from "./check-events.js";
import { checkInitial } from "./check-initial.js";
import { checkMethod } from "./check-method.js";
import { checkSize } from "./check-size.js";
import { checkStatements, type GroupTexts } from "./check-statements.js";
import { type CheckedVariables, checkVariables } from "./check-variables.js";
import { checkTextSizes } from "./check-written-out.js";
import { checkKeys, entryOf, type Mapping, readMapping, readText } from "./document-value.js";

const KEYS = {
  known: ["size", "equations", "method", "threshold", "reset", "refractory", "events", "every", "initial"],
  renamed: { N: "size", model: "equations" },
};

/** A group, with what inputs and outputs need to know of it. */
export interface GroupTable {
  readonly group: CheckedGroup;
  readonly variables: CheckedVariables;
  readonly values: ReadonlyMap<string, NamedValue>;
  /** Variables whose equations are in error. */
  readonly broken: Names;
  /** True also where the threshold is in error. */
  readonly hasThreshold: boolean;
  /** Of custom events, those in error too. */
  readonly eventNames: ReadonlySet<string>;
  readonly texts: GroupTexts;
}

/** What a group needs of the model around it. */
export interface GroupContext extends ModelNames {
  /** Of the model; undefined where it is in error. */
  readonly dt: Expression | undefined;
}

/** The group; undefined where it has no equations that can be read, after reporting. */
export function checkGroup(
  entry: { readonly name: string; readonly path: string; readonly value: unknown },
  context: GroupContext,
  diagnostics: DiagnosticList,
): GroupTable | undefined {
  const { name, path } = entry;
  const { parameters, dt } = context;
  const mapping = readMapping(entry.value, path, diagnostics);
  if (mapping === undefined) return undefined;
  checkKeys(mapping, path, KEYS, diagnostics);
  const size = checkSize(mapping, path, parameters, diagnostics);
  if (entryOf(mapping, "equations") === undefined) {
    reportAt(diagnostics, path, "MODEL_MISSING_KEY", `the group ${name} has no equations`, 'add equations: "dv/dt = … : volt"');
    return undefined;
  }
  const hasThreshold = (entryOf(mapping, "threshold") ?? null) !== null;
  const streams = streamsOf("noise", name);
  const place = { group: name, path: `${path}.equations`, hasThreshold, streams, size };
  const variables = checkVariables(mapping.equations, place, context, diagnostics);
  if (variables === undefined) return undefined;
  const texts: GroupTexts = { scope: groupScope({ ...place, ...variables }, context), variables: variables.variables, streams };
  const threshold = checkThreshold(mapping, path, texts, diagnostics);
  const reset = checkReset(mapping, path, texts, diagnostics);
  const refractory = checkRefractory(mapping, path, texts, diagnostics);
  const { events, names } = checkEvents(entryOf(mapping, "events"), { path: `${path}.events`, texts }, diagnostics);
  const every = checkEvery(entryOf(mapping, "every"), { path: `${path}.every`, texts, parameters, dt }, diagnostics);
  const initial = checkInitial(
    entryOf(mapping, "initial"),
    { group: name, path: `${path}.initial`, variables, size, ...context },
    diagnostics,
  );
  const group: CheckedGroup = {
    name,
    size: size ?? { kind: "number", value: 1, type: "integer" },
    method: checkMethod(entryOf(mapping, "method"), `${path}.method`, diagnostics),
    variables: variables.variables,
    ...(threshold && { threshold }),
    reset,
    ...(refractory && { refractory }),
    events,
    every,
    initial,
  };
  checkTextSizes(textsOf(group, path), { group: name, path, sizes: variables.sizes }, diagnostics);
  return { group, variables, values: variables.values, broken: variables.broken, hasThreshold, eventNames: names, texts };
}

function checkReset(mapping: Mapping, path: string, texts: GroupTexts, diagnostics: DiagnosticList): readonly Statement[] {
  const value = entryOf(mapping, "reset");
  if (value === undefined || value === null) return [];
  if ((entryOf(mapping, "threshold") ?? undefined) === undefined) {
    reportAt(diagnostics, `${path}.reset`, "MODEL_MISSING_KEY", "a reset needs a threshold", "add threshold:, as in v > 10*mV");
  }
  const source = readText(value, `${path}.reset`, diagnostics);
  return source === undefined ? [] : checkStatements(source, { ...texts, code: "reset", maySetShared: false }, diagnostics);
}

/** What a group says beside its equations. */
function textsOf(group: CheckedGroup, path: string): readonly { readonly path: string; readonly expressions: readonly Expression[] }[] {
  const { threshold, reset, refractory, events, every } = group;
  const valuesOf = (statements: readonly Statement[]): readonly Expression[] => statements.map(({ value }) => value);
  return [
    { path: `${path}.threshold`, expressions: threshold === undefined ? [] : [threshold] },
    { path: `${path}.reset`, expressions: valuesOf(reset) },
    { path: `${path}.refractory`, expressions: refractory === undefined ? [] : [refractory.value] },
    { path: `${path}.events`, expressions: events.flatMap(({ condition, statements }) => [condition, ...valuesOf(statements)]) },
    { path: `${path}.every`, expressions: every.flatMap(({ statements }) => valuesOf(statements)) },
  ];
}
