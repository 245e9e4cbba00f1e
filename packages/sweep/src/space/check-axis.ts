// One axis of the document → its values.
//
//   [1*mV, 2*mV]   { values: [..] }   { linspace: [a, b, n] }   { logspace: [a, b, n] }   { range: [start, stop, step] }   3*mV

import { Rational } from "@spikefarm/numerics";
import type { Axis, PointValue } from "../checked-document.js";
import type { Report } from "../errors.js";
import { suggest } from "../nearest-name.js";
import { linspaceAxis, rangeAxis, rangeLength } from "./affine-axis.js";
import { checkCount, checkEndPoint, checkValue, isInteger32, show } from "./check-value.js";
import { listAxis } from "./list-axis.js";
import { logspaceAxis } from "./logspace-axis.js";
import type { SweepableParameter } from "./sweepable.js";

type CheckForm = (source: unknown, parameter: SweepableParameter, path: string, report: Report) => Axis | undefined;

const FORMS: ReadonlyMap<string, CheckForm> = new Map([
  ["values", checkValues],
  ["linspace", checkLinspace],
  ["logspace", checkLogspace],
  ["range", checkRange],
]);
const RESERVED_FORMS: ReadonlySet<string> = new Set(["uniform", "loguniform", "normal", "integers", "choice"]);
/** Values of one axis: numbered by doubles, as points are. */
const MAX_LENGTH = Number.MAX_SAFE_INTEGER;

export function checkAxis(source: unknown, parameter: SweepableParameter, path: string, report: Report): Axis | undefined {
  if (Array.isArray(source)) return checkValues(source, parameter, path, report);
  if (source === null || source === undefined) return reportEmpty(parameter, path, report);
  if (typeof source !== "object") return checkValues(source, parameter, path, report);
  const [form, ...others] = Object.keys(source);
  if (form === undefined) return reportEmpty(parameter, path, report);
  const check = FORMS.get(form);
  const formPath = `${path}.${form}`;
  if (RESERVED_FORMS.has(form)) {
    report.error(formPath, "DOCUMENT_KEY_RESERVED", `${form} is reserved, not yet available`, "use values, linspace, logspace or range");
  } else if (check === undefined) {
    report.error(formPath, "AXIS_FORM", `${form} is not a form of an axis`, suggest(form, [...FORMS.keys()]));
  } else if (others.length > 0) {
    const message = `the axis ${parameter.name} has ${others.join(", ")} beside ${form}`;
    report.error(path, "AXIS_FORM", message, "give an axis one form");
  } else {
    return check((source as Record<string, unknown>)[form], parameter, formPath, report);
  }
  return undefined;
}

function checkValues(source: unknown, parameter: SweepableParameter, path: string, report: Report): Axis | undefined {
  const list = Array.isArray(source) ? source : [source];
  if (list.length === 0 || source === null) return reportEmpty(parameter, path, report);
  const isList = Array.isArray(source);
  const values = list.map((item, index) => checkValue(item, parameter, isList ? `${path}.${index}` : path, report));
  if (values.includes(undefined)) return undefined;
  return listAxis(parameter.name, values as readonly PointValue[]);
}

function checkLinspace(source: unknown, parameter: SweepableParameter, path: string, report: Report): Axis | undefined {
  const ends = checkSpread("linspace", source, parameter, path, report);
  if (ends === undefined) return undefined;
  const axis = linspaceAxis(parameter.name, { first: ends.first.exact, last: ends.last.exact }, ends.count);
  const step = ends.last.exact.subtract(ends.first.exact).divide(Rational.of(Math.max(ends.count - 1, 1)));
  return checkWhole(axis, [ends.first.exact, step], parameter, path, report);
}

function checkLogspace(source: unknown, parameter: SweepableParameter, path: string, report: Report): Axis | undefined {
  if (parameter.type === "integer") {
    report.error(path, "AXIS_VALUE", `${parameter.name} is an integer, and logspace gives fractions`, "write the values out as a list");
    return undefined;
  }
  const ends = checkSpread("logspace", source, parameter, path, report);
  if (ends === undefined) return undefined;
  const low = ends.first.value <= 0 ? 0 : ends.last.value <= 0 ? 1 : undefined;
  if (low !== undefined) {
    const message = `logspace from ${show((source as unknown[])[low])}: both ends must be above 0`;
    report.error(`${path}.${low}`, "AXIS_VALUE", message, "start above 0, or use linspace");
    return undefined;
  }
  return logspaceAxis(parameter.name, { first: ends.first.value, last: ends.last.value }, ends.count);
}

function checkRange(source: unknown, parameter: SweepableParameter, path: string, report: Report): Axis | undefined {
  const parts = checkTriple("range: [start, stop, step]", source, parameter, path, report);
  if (parts === undefined) return undefined;
  const [first, stop, step] = parts.map((part, index) => checkEndPoint(part, parameter, `${path}.${index}`, report)?.exact);
  if (first === undefined || stop === undefined || step === undefined) return undefined;
  if (step.isZero) {
    report.error(`${path}.2`, "AXIS_VALUE", `the step of ${parameter.name} is 0`, "give a step above or below 0");
    return undefined;
  }
  const length = rangeLength(first, stop, step);
  if (length === 0)
    return reportEmpty(parameter, path, report, "the step leads away from stop, or start equals stop (stop is not included)");
  if (length > MAX_LENGTH) {
    report.error(path, "SPACE_TOO_LARGE", `the range of ${parameter.name} has more than 2^53 values`, "take a larger step");
    return undefined;
  }
  return checkWhole(rangeAxis(parameter.name, { first, step }, length), [first, step], parameter, path, report);
}

function checkSpread(form: "linspace" | "logspace", source: unknown, parameter: SweepableParameter, path: string, report: Report) {
  const parts = checkTriple(`${form}: [first, last, count]`, source, parameter, path, report);
  if (parts === undefined) return undefined;
  const first = checkEndPoint(parts[0], parameter, `${path}.0`, report);
  const last = checkEndPoint(parts[1], parameter, `${path}.1`, report);
  const count = checkCount(parts[2], `${path}.2`, report);
  return first && last && count ? { first, last, count } : undefined;
}

function checkTriple(form: string, source: unknown, parameter: SweepableParameter, path: string, report: Report): unknown[] | undefined {
  if (parameter.type === "text" || parameter.type === "boolean") {
    const message = `${parameter.name} is a ${parameter.type}, which has no ${form.slice(0, form.indexOf(":"))}`;
    report.error(path, "AXIS_FORM", message, "write the values out as a list");
    return undefined;
  }
  if (Array.isArray(source) && source.length === 3) return source;
  report.error(path, "AXIS_FORM", `${show(source)} does not have the three parts of this form`, `write ${form}`);
  return undefined;
}

/** An integer parameter's straight line must go through whole numbers within 32 bits. */
function checkWhole(axis: Axis, line: readonly Rational[], parameter: SweepableParameter, path: string, report: Report): Axis | undefined {
  const ends = [axis.valueAt(0), axis.valueAt(axis.length - 1)] as number[];
  const isWhole = line.every((part) => part.isInteger) && ends.every(isInteger32);
  if (parameter.type !== "integer" || isWhole) return axis;
  const message = `${parameter.name} is an integer, and some values of this axis are not within 32 bits or not whole`;
  report.error(path, "AXIS_VALUE", message, "choose ends and number so that every value is whole");
  return undefined;
}

function reportEmpty(parameter: SweepableParameter, path: string, report: Report, why?: string): undefined {
  const because = why === undefined ? "" : `: ${why}`;
  report.error(path, "AXIS_EMPTY", `the axis ${parameter.name} has 0 values${because}`, "give at least one");
}
