// The plain value of a document → a CheckedDocument, with all its diagnostics at once.
//
//   plain data? → keys → name, tags, note → data → model or module → sweep (needs the parameters) → uses of what is swept → canonical, hashes
//
// Each check runs even where an earlier one failed, unless it needs what that one would have given.

import { type CheckedData, checkModel, checkParameters, usedParameters } from "@spikefarm/equations";
import { DiagnosticList } from "@spikefarm/protocol";
import type { CheckedDocument, CheckedSweep, CheckedTask } from "../checked-document.js";
import { checkData } from "../data/check-data.js";
import { type Report, reportTo } from "../errors.js";
import { show } from "../space/check-value.js";
import { notParameters } from "../space/not-parameters.js";
import { spaceAxes } from "../space/space-arithmetic.js";
import type { Sweepable } from "../space/sweepable.js";
import { canonicalDocument } from "./canonical-document.js";
import { checkKeys } from "./check-keys.js";
import { checkModule, type KnownModules } from "./check-module.js";
import { checkOutputSizes } from "./check-output-sizes.js";
import { checkSweep } from "./check-sweep.js";
import { checkSweptInputs } from "./check-swept-inputs.js";
import { checkPlain, isMapping, type Mapping } from "./plain-value.js";
import { isEqualInRepeats } from "./random-classes.js";

const KEYS = {
  known: ["spikefarm", "name", "tags", "note", "data", "model", "module", "sweep"],
  reserved: ["command", "search"],
};
const MAX_TITLE_LENGTH = 10_000;

export function checkDocument(value: unknown, options: KnownModules, diagnostics: DiagnosticList): CheckedDocument | undefined {
  const report = reportTo(diagnostics);
  if (!checkPlain(value, "", report)) return undefined;
  if (!isMapping(value)) {
    report.error("", "DOCUMENT_VALUE", `the document is ${show(value)}, not a mapping`, "start with model: and sweep:");
    return undefined;
  }
  const errorsBefore = countErrors(diagnostics);
  checkKeys(value, KEYS, "", report);
  const titles = checkTitles(value, report);
  const data = checkData(value.data, "data", report);
  const task = checkTask(value, { ...options, data }, report);
  const sweep = checkSweep(value.sweep, sweepableOf(value, task), "sweep", report);
  if (task !== undefined && sweep !== undefined) checkUse(task, sweep, report);
  if (task !== undefined)
    checkDataUse(
      task,
      [...data].flatMap(([name, array]) => (array === undefined ? [] : [name])),
      report,
    );
  if (task === undefined || sweep === undefined || countErrors(diagnostics) > errorsBefore) return undefined;
  return { ...titles, task, sweep, ...canonicalDocument(value, task) };
}

const countErrors = (diagnostics: DiagnosticList): number =>
  diagnostics.omittedCount + diagnostics.items.filter((item) => item.severity === "error").length;

function checkTitles(document: Mapping, report: Report): Pick<CheckedDocument, "name" | "tags" | "note"> {
  const { spikefarm = 1, name = "", tags = [], note = "" } = document;
  if (spikefarm !== 1) report.error("spikefarm", "DOCUMENT_VERSION", `version ${show(spikefarm)} of the format is not known`, "write 1");
  for (const [key, text] of Object.entries({ name, note })) {
    if (typeof text === "string" && text.length <= MAX_TITLE_LENGTH) continue;
    report.error(key, "DOCUMENT_VALUE", `${show(text)} is not a text of at most ${MAX_TITLE_LENGTH} characters`, "put it in quotes");
  }
  const isTags = Array.isArray(tags) && tags.every((tag) => typeof tag === "string");
  if (!isTags) report.error("tags", "DOCUMENT_VALUE", `${show(tags)} is not a list of texts`, "write tags: [one, two]");
  return { name: String(name), tags: isTags ? (tags as string[]) : [], note: String(note) };
}

interface Surroundings extends KnownModules {
  readonly data: ReadonlyMap<string, CheckedData | undefined>;
}

function checkTask(document: Mapping, options: Surroundings, report: Report): CheckedTask | undefined {
  const { model, module } = document;
  if (model !== undefined && module !== undefined) {
    report.error("module", "DOCUMENT_TASK", "the document has both a model and a module", "keep one of them");
  }
  if (model !== undefined) {
    const checked = checkModel(model, "model", report.list, options.data);
    return checked && { kind: "model", model: checked };
  }
  if (module !== undefined) return checkModule(module, options, "module", report);
  if (document.command === undefined) {
    report.error("", "DOCUMENT_TASK", "the document has no model", "write model: { groups: … }, or module: NAME");
  }
  return undefined;
}

/** The parameters a space may set: also those of a model with errors elsewhere, so that its axes are checked too. */
function sweepableOf(document: Mapping, task: CheckedTask | undefined): Sweepable | undefined {
  if (task?.kind === "module") {
    const parameters = task.parameters.map((parameter) => ({ ...parameter, isDerived: false }));
    return { parameters, broken: new Set(), notParameters: notParameters(task) };
  }
  if (!isMapping(document.model)) return undefined;
  // The model's own check has reported what is wrong with them.
  const { parameters, broken } = checkParameters(document.model.parameters, "model.parameters", new DiagnosticList());
  const settable = parameters.map((parameter) => ({ ...parameter, isDerived: parameter.derived !== undefined }));
  return { parameters: settable, broken, notParameters: notParameters(task) };
}

/** What is swept should matter, and what a module needs should be set. */
function checkUse(task: CheckedTask, sweep: CheckedSweep, report: Report): void {
  const swept = new Set(spaceAxes(sweep.space).map((axis) => axis.name));
  if (task.kind === "module") {
    for (const { name, value } of task.parameters) {
      if (value !== undefined || swept.has(name)) continue;
      report.error("module", "PARAMETER_UNSET", `${name} has no default`, `set it under module.parameters, or sweep it`);
    }
    return;
  }
  const used = usedParameters(task.model);
  for (const name of swept) {
    if (used.has(name)) continue;
    report.error(
      "sweep.space",
      "PARAMETER_UNUSED",
      `nothing in the model uses ${name}`,
      "use it in an equation or output, or remove the axis",
    );
  }
  checkOutputSizes(task.model, swept, report);
  checkSweptInputs(task.model, sweep.space, report);
  if (sweep.repeats > 1 && isEqualInRepeats(task.model)) {
    const message = `nothing random differs between repeats: all ${sweep.repeats} repeats will be identical`;
    report.warn("sweep.repeats", "SWEEP_REPEATS_EQUAL", message, "leave repeats out");
  }
}

/** An array that nothing names is most likely named otherwise where it is meant. */
function checkDataUse(task: CheckedTask, names: readonly string[], report: Report): void {
  const used = new Set(task.kind === "model" ? task.model.data.map(({ name }) => name) : []);
  for (const name of names) {
    if (used.has(name)) continue;
    const help = task.kind === "model" ? `use it in an equation as ${name}(t), or remove it` : "a module takes parameters only";
    report.warn(`data.${name}`, "DATA_UNUSED", `nothing in the ${task.kind} uses ${name}`, help);
  }
}
