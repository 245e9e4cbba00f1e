// A module's exports → parameters and columns.
//
//   parameters  { NAME: default }   or   { NAME: { default, unit, type, doc } }   a text default is a quantity, unless type is text
//   outputs     { NAME: "unit" }    or   { NAME: { unit, shape, kind, doc } }
//
// Values reach the module's code as plain numbers in SI: a default of "10*mV" is 0.01 inside. As everywhere, a bare number has no unit.

import { checkQuantity } from "@spikefarm/equations";
import { type Column, DiagnosticList, type ElementKind } from "@spikefarm/protocol";
import type { ModuleParameter, ModuleSchema } from "../checked-document.js";
import type { Report } from "../errors.js";
import { checkValue, readQuantity, show } from "../space/check-value.js";
import { checkKeys } from "./check-keys.js";
import { reportColumnName } from "./column-names.js";
import { isMapping, type Mapping } from "./plain-value.js";

const TYPES: readonly ModuleParameter["type"][] = ["float", "integer", "boolean", "text"];
const KINDS: readonly ElementKind[] = ["f64", "i32", "u8", "text"];

export function checkModuleParameters(schema: ModuleSchema, path: string, report: Report): readonly ModuleParameter[] | undefined {
  const entries = entriesOf(schema.parameters ?? {}, "parameters", schema, path, report);
  const parameters = entries?.map(([name, source]) =>
    checkModuleParameter(name, source, `${path}.${schema.name}.parameters.${name}`, report),
  );
  return parameters?.every((parameter) => parameter !== undefined) ? (parameters as readonly ModuleParameter[]) : undefined;
}

export function checkModuleOutputs(schema: ModuleSchema, path: string, report: Report): readonly Column[] | undefined {
  const entries = entriesOf(schema.outputs ?? {}, "outputs", schema, path, report);
  const columns = entries?.map(([name, source]) => checkModuleOutput(name, source, `${path}.${schema.name}.outputs.${name}`, report));
  return columns?.every((column) => column !== undefined) ? (columns as readonly Column[]) : undefined;
}

function entriesOf(source: unknown, name: "parameters" | "outputs", schema: ModuleSchema, path: string, report: Report) {
  if (isMapping(source)) return Object.entries(source);
  const message = `the module ${schema.name} exports ${name} that are no mapping`;
  report.error(path, "MODULE_SCHEMA", message, `export const ${name} = { NAME: … }`);
  return undefined;
}

function checkModuleParameter(name: string, source: unknown, path: string, report: Report): ModuleParameter | undefined {
  if (reportColumnName(name, path, report)) return undefined;
  const declared: Mapping = isMapping(source) ? source : { default: source };
  checkKeys(declared, { known: ["default", "unit", "type", "doc"] }, path, report);
  const type = declared.type ?? typeOf(declared.default);
  if (!TYPES.includes(type as ModuleParameter["type"])) {
    report.error(path, "MODULE_SCHEMA", `the type ${show(type)} is not known`, `use one of ${TYPES.join(", ")}`);
    return undefined;
  }
  const parameter = { name, type: type as ModuleParameter["type"], ...unitOf(declared, path, report), isDerived: false };
  const { isDerived, ...announced } = parameter;
  if (declared.default === undefined || declared.default === null) return announced;
  const value = checkValue(declared.default, parameter, path, report);
  return value === undefined ? undefined : { ...announced, value };
}

function typeOf(value: unknown): ModuleParameter["type"] {
  return typeof value === "boolean" ? "boolean" : "float";
}

/** The declared unit, or that of the default. */
function unitOf(declared: Mapping, path: string, report: Report): { readonly unit: string; readonly display?: string } {
  const isNumeric = declared.type !== "text" && declared.type !== "boolean";
  if (typeof declared.unit === "string") return readUnit(declared.unit, path, report) ?? { unit: "" };
  if (!isNumeric || typeof declared.default !== "string") return { unit: "" };
  const quantity = checkQuantity({ path, text: declared.default }, new DiagnosticList());
  if (quantity === undefined) return { unit: "" };
  return { unit: quantity.unit, ...(quantity.display !== undefined && { display: quantity.display }) };
}

function readUnit(text: string, path: string, report: Report): { readonly unit: string; readonly display?: string } | undefined {
  if (text === "" || text === "1") return { unit: "" };
  const quantity = readQuantity(`1*(${text})`, path, report);
  if (quantity === undefined) return undefined;
  return { unit: quantity.unit, ...(text !== quantity.unit && { display: text }) };
}

function checkModuleOutput(name: string, source: unknown, path: string, report: Report): Column | undefined {
  if (reportColumnName(name, path, report)) return undefined;
  const declared: unknown = typeof source === "string" ? { unit: source } : (source ?? {});
  if (!isMapping(declared)) {
    report.error(path, "MODULE_SCHEMA", `${show(source)} does not describe an output`, 'write { unit: "hertz", shape: [] } or a unit');
    return undefined;
  }
  checkKeys(declared, { known: ["unit", "shape", "kind", "doc"] }, path, report);
  const { kind = "f64", shape = [], unit = "" } = declared;
  if (!KINDS.includes(kind as ElementKind)) {
    report.error(path, "MODULE_SCHEMA", `the kind ${show(kind)} is not known`, `use one of ${KINDS.join(", ")}`);
    return undefined;
  }
  if (!Array.isArray(shape) || !shape.every((length) => length === null || (Number.isSafeInteger(length) && length >= 0))) {
    report.error(path, "MODULE_SCHEMA", `the shape ${show(shape)} is not a list of lengths`, "write [] for a number, [null] for a list");
    return undefined;
  }
  const read = typeof unit === "string" ? readUnit(unit, path, report) : undefined;
  return { name, kind: kind as ElementKind, unit: "", shape: shape as readonly (number | null)[], ...read };
}
