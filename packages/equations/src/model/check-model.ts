// A document's `model` → CheckedModel. Everything is checked, whatever else is wrong, so that one round shows all there is to mend.

import { DiagnosticList } from "@spikefarm/protocol";
import type { CheckedData, CheckedModel } from "../checked-model.js";
import { reportAt } from "../errors.js";
import { MAX_GROUPS } from "../limits.js";
import { type ArrayTable, arrayTable } from "../names/arrays.js";
import { checkName } from "../names/check-name.js";
import { reservationOf } from "../names/reserved-names.js";
import { checkGroup, type GroupContext, type GroupTable } from "./check-group.js";
import { checkInputs } from "./check-inputs.js";
import { checkMethodFits } from "./check-method.js";
import { checkOutputs } from "./check-outputs.js";
import { checkParameters, type ParameterTable } from "./check-parameters.js";
import { checkRandom } from "./check-random.js";
import { checkTimes } from "./check-times.js";
import { checkKeys, describe, entryOf, isMapping, readMapping } from "./document-value.js";
import { structuralParameters } from "./parameter-sources.js";
import { defaultValue } from "./resolve-parameters.js";

const KEYS = ["parameters", "dt", "duration", "warmup", "groups", "inputs", "outputs", "random", "fail_on_nonfinite"];
const RESERVED_KEYS = ["subgroups", "synapses", "functions", "phases"];

/**
 * The model that `source` (a plain value, at `path` in its document) describes; undefined where it has errors, all of them reported.
 * `data` are the document's arrays by name; `undefined` stands for one whose own declaration is in error.
 */
export function checkModel(
  source: unknown,
  path: string,
  diagnostics: DiagnosticList,
  data: ReadonlyMap<string, CheckedData | undefined> = new Map(),
): CheckedModel | undefined {
  const found = new DiagnosticList();
  const model = checkSections(source, path, arrayTable(data), found);
  for (const item of found.items) diagnostics.add(item);
  return found.hasErrors ? undefined : model;
}

function checkSections(source: unknown, path: string, arrays: ArrayTable, diagnostics: DiagnosticList): CheckedModel | undefined {
  if (!isMapping(source))
    return reportAt(diagnostics, path, "MODEL_VALUE", `a model is a mapping with groups and duration, not ${describe(source)}`);
  checkKeys(source, path, { known: [...KEYS, "data"], reserved: RESERVED_KEYS }, diagnostics);
  if (entryOf(source, "data") !== undefined) {
    reportAt(
      diagnostics,
      `${path}.data`,
      "MODEL_UNKNOWN_KEY",
      "data is not part of the model",
      "move it beside model:, to the top of the document",
    );
  }
  const parameters = checkParameters(entryOf(source, "parameters"), `${path}.parameters`, diagnostics);
  checkArrayNames(arrays, parameters, diagnostics);
  const times = checkTimes(source, path, parameters, diagnostics);
  const areTimesSound = !diagnostics.hasErrors;
  const context = { parameters, arrays, dt: times?.dt };
  const { groups, broken } = checkGroups(entryOf(source, "groups"), `${path}.groups`, context, diagnostics);
  const inputs = checkInputs(entryOf(source, "inputs"), `${path}.inputs`, { ...context, groups, brokenGroups: broken }, diagnostics);
  const outputs = checkOutputs(
    entryOf(source, "outputs"),
    `${path}.outputs`,
    { parameters, groups, brokenGroups: broken, times },
    diagnostics,
  );
  const random = checkRandom(entryOf(source, "random"), `${path}.random`, diagnostics);
  const failOnNonfinite = entryOf(source, "fail_on_nonfinite") ?? false;
  if (typeof failOnNonfinite !== "boolean") {
    reportAt(diagnostics, `${path}.fail_on_nonfinite`, "MODEL_VALUE", `this must be true or false, not ${describe(failOnNonfinite)}`);
  }
  if (times === undefined) return undefined;
  const model = {
    parameters: parameters.parameters,
    ...times,
    groups: [...groups.values()].map(({ group }) => group),
    inputs,
    data: [...arrays.arrays.values()].filter(({ name }) => arrays.used.has(name)).map(({ dimension: _, ...array }) => array),
    random,
    outputs,
    failOnNonfinite: failOnNonfinite === true,
  };
  if (areTimesSound) {
    const surroundings = { ...model, dtSeconds: defaultValue(times.dt, parameters.parameters) };
    for (const { group, variables } of groups.values()) {
      // What is too large to be written out is too large for this too.
      if (variables.sizes !== undefined) checkMethodFits(group, { variables, surroundings }, diagnostics);
    }
  }
  return { ...model, structural: structuralParameters(model) };
}

/** Arrays are called like functions and named like parameters, so they may be neither. */
function checkArrayNames(arrays: ArrayTable, parameters: ParameterTable, diagnostics: DiagnosticList): void {
  for (const name of [...arrays.arrays.keys(), ...arrays.broken]) {
    const path = `data.${name}`;
    if (!checkName(name, reservationOf, { path }, diagnostics)) continue;
    if (!parameters.values.has(name) && !parameters.broken.has(name)) continue;
    reportAt(diagnostics, path, "NAME_CLASH", `${name} is a parameter of the model and an array of data`, "rename one of them");
  }
}

function checkGroups(
  value: unknown,
  path: string,
  context: GroupContext,
  diagnostics: DiagnosticList,
): { readonly groups: ReadonlyMap<string, GroupTable>; readonly broken: ReadonlySet<string> } {
  const mapping = readMapping(value, path, diagnostics) ?? {};
  const names = Object.keys(mapping);
  if (value === undefined || (isMapping(value) && names.length === 0)) {
    reportAt(diagnostics, path, "MODEL_MISSING_KEY", "the model has no groups", 'add groups: { G: { equations: "dv/dt = … : volt" } }');
  }
  if (names.length > MAX_GROUPS) {
    reportAt(diagnostics, path, "EQUATIONS_LIMIT", `a model has at most ${MAX_GROUPS} groups, not ${names.length}`);
    return { groups: new Map(), broken: new Set(names) };
  }
  const groups = new Map<string, GroupTable>();
  const broken = new Set<string>();
  for (const name of names) {
    const place = `${path}.${name}`;
    const isNamed = checkName(name, reservationOf, { path: place }, diagnostics);
    const { parameters } = context;
    const isFree = !parameters.values.has(name) && !parameters.broken.has(name);
    if (!isFree) reportAt(diagnostics, place, "NAME_CLASH", `${name} is a parameter and a group`, "rename one of them");
    const group = checkGroup({ name, path: place, value: mapping[name] }, context, diagnostics);
    if (group !== undefined && isNamed && isFree) groups.set(name, group);
    else broken.add(name);
  }
  return { groups, broken };
}
