// One written value of a parameter → its value in SI, checked against the parameter's type and unit.

import { checkQuantity, type Quantity, quantityOfNumber } from "@spikefarm/equations";
import { Rational } from "@spikefarm/numerics";
import type { PointValue } from "../checked-document.js";
import type { Report } from "../errors.js";
import { type SweepableParameter, unitName } from "./sweepable.js";

/** A number of the axis: its exact value, and that value rounded once. */
interface ExactNumber {
  readonly value: number;
  readonly exact: Rational;
}

/** A value in a list, or one that stands alone. */
export function checkValue(source: unknown, parameter: SweepableParameter, path: string, report: Report): PointValue | undefined {
  if (parameter.type === "boolean") {
    if (typeof source === "boolean") return source;
    report.error(path, "AXIS_VALUE", `${parameter.name} is a boolean, and ${show(source)} is not`, "write true or false");
    return undefined;
  }
  if (parameter.type === "text") {
    if (typeof source === "string") return source;
    report.error(path, "AXIS_VALUE", `${parameter.name} is a text, and ${show(source)} is not`, `write ${JSON.stringify(String(source))}`);
    return undefined;
  }
  return checkNumber(source, parameter, path, report)?.value;
}

/** A number in the parameter's unit; whole and within 32 bits for an integer parameter. */
function checkNumber(source: unknown, parameter: SweepableParameter, path: string, report: Report): ExactNumber | undefined {
  const number = checkEndPoint(source, parameter, path, report);
  if (number === undefined || parameter.type !== "integer" || isInteger32(number.value)) return number;
  report.error(
    path,
    "AXIS_VALUE",
    `${parameter.name} is an integer, and ${show(source)} is not one within 32 bits`,
    "write a whole number",
  );
  return undefined;
}

/** A number in the parameter's unit, whole or not. */
export function checkEndPoint(source: unknown, parameter: SweepableParameter, path: string, report: Report): ExactNumber | undefined {
  const quantity = readQuantity(source, path, report);
  if (quantity === undefined) return undefined;
  if (quantity.unit !== parameter.unit) {
    const message = `${parameter.name} is ${parameter.unit === "" ? "" : "in "}${unitName(parameter.unit)}, but ${show(source)} is ${unitName(quantity.unit)}`;
    report.list.errorAt(path, "UNITS_MISMATCH", message, unitHelp(source, parameter));
    return undefined;
  }
  if (!Number.isFinite(quantity.value)) {
    report.error(path, "AXIS_VALUE", `${show(source)} is not a finite number`, "write a number below 1.8e308");
    return undefined;
  }
  return { value: quantity.value, exact: quantity.exact ?? Rational.fromExact(quantity.value) };
}

/** How many: a whole number of at least 1, without a unit. */
export function checkCount(source: unknown, path: string, report: Report): number | undefined {
  const quantity = readQuantity(source, path, report);
  if (quantity === undefined) return undefined;
  if (quantity.unit === "" && Number.isSafeInteger(quantity.value) && quantity.value >= 1) return quantity.value;
  report.error(path, "AXIS_VALUE", `${show(source)} is no number of values`, "write a whole number of at least 1");
  return undefined;
}

/** A number (dimensionless) or a text such as 10*mV. */
export function readQuantity(source: unknown, path: string, report: Report): Quantity | undefined {
  if (typeof source === "number") return quantityOfNumber(source);
  if (typeof source === "string") return checkQuantity({ path, text: source }, report.list);
  report.error(path, "AXIS_VALUE", `${show(source)} is not a number`, "write a number or a text such as 10*mV");
  return undefined;
}

/** A value as it stands in a message. */
export const show = (source: unknown): string => {
  const text = typeof source === "string" ? source : (JSON.stringify(source) ?? String(source));
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
};
const MAX_SHOWN = 60;

export const isInteger32 = (value: number): boolean => value === (value | 0);

function unitHelp(source: unknown, parameter: SweepableParameter): string {
  if (parameter.unit === "") return "write the number without a unit";
  const unit = parameter.display ?? parameter.unit;
  return typeof source === "number" ? `write ${source}*${unit}` : `write it in ${unit}`;
}
