// The document's `module: NAME`, or `module: { name, parameters: { NAME: value } }` with defaults of its own, against what workers
// announce of that module.

import type { Column } from "@spikefarm/protocol";
import type { CheckedTask, ModuleParameter, ModuleSchema, PointValue } from "../checked-document.js";
import type { Report } from "../errors.js";
import { suggest } from "../nearest-name.js";
import { checkValue, show } from "../space/check-value.js";
import { checkKeys } from "./check-keys.js";
import { checkModuleOutputs, checkModuleParameters } from "./check-module-schema.js";
import { isMapping } from "./plain-value.js";

export interface KnownModules {
  modules(name: string): ModuleSchema | undefined;
  /** The names that `modules` answers to, for help lines. */
  readonly moduleNames?: readonly string[];
}

export function checkModule(source: unknown, known: KnownModules, path: string, report: Report): CheckedTask | undefined {
  const mapping = typeof source === "string" ? { name: source } : source;
  if (!isMapping(mapping) || typeof mapping.name !== "string") {
    report.error(path, "DOCUMENT_VALUE", `${show(source)} does not name a module`, "write module: NAME");
    return undefined;
  }
  checkKeys(mapping, { known: ["name", "parameters"] }, path, report);
  const schema = known.modules(mapping.name);
  if (schema === undefined) return reportUnknown(mapping.name, known.moduleNames ?? [], path, report);
  const announced: readonly ModuleParameter[] | undefined = checkModuleParameters(schema, path, report);
  const outputs: readonly Column[] | undefined = checkModuleOutputs(schema, path, report);
  if (announced === undefined || outputs === undefined) return undefined;
  const own = checkOwnDefaults(mapping.parameters ?? {}, announced, `${path}.parameters`, report);
  if (own === undefined) return undefined;
  const parameters = announced.map((parameter) => {
    const value = own.get(parameter.name);
    return value === undefined ? parameter : { ...parameter, value };
  });
  return { kind: "module", name: schema.name, hash: schema.hash, parameters, outputs };
}

function reportUnknown(name: string, names: readonly string[], path: string, report: Report): undefined {
  const help = `${suggest(name, names)}; modules are files in the directory given by --modules DIR`;
  report.error(path, "MODULE_UNKNOWN", `there is no module ${name}`, help);
}

/** Values that the document gives in place of the module's own defaults. */
function checkOwnDefaults(source: unknown, announced: readonly ModuleParameter[], path: string, report: Report) {
  if (!isMapping(source)) {
    report.error(path, "DOCUMENT_VALUE", `${show(source)} is not a mapping`, "write parameters: { NAME: value }");
    return undefined;
  }
  const values = new Map<string, PointValue>();
  for (const [name, item] of Object.entries(source)) {
    const parameter = announced.find((candidate) => candidate.name === name);
    const itemPath = `${path}.${name}`;
    if (parameter === undefined) {
      const help = suggest(
        name,
        announced.map((candidate) => candidate.name),
      );
      report.error(itemPath, "PARAMETER_UNKNOWN", `the module has no parameter ${name}`, help);
      continue;
    }
    const value = checkValue(item, { ...parameter, isDerived: false }, itemPath, report);
    if (value !== undefined) values.set(name, value);
  }
  return values.size === Object.keys(source).length ? values : undefined;
}
