// A plan in words, for people who decide whether to run it. Keys are snake_case, as in every JSON of ours.

import { compileModel, planMethods } from "@spikefarm/compiler";
import type { CheckedData, CheckedModel } from "@spikefarm/equations";
import type { Plan } from "@spikefarm/sweep";

export type PlanDescription = Readonly<Record<string, string | number>>;

export function describePlan(plan: Plan): PlanDescription {
  const { document, parts, parameters, outputs } = plan;
  const part = parts[0];
  const { task, sweep } = document;
  return {
    kind: task.kind === "model" ? "model" : `module ${task.name}`,
    swept: parameters.map(({ name, display, unit }) => withUnit(name, display ?? unit)).join(", ") || "nothing",
    points: part?.points ?? 0,
    repeats: sweep.repeats,
    trials: plan.trials,
    outputs: outputs.map(({ name, unit, display, shape }) => withUnit(`${name}${shapeText(shape)}`, display ?? unit)).join(", "),
    ...(task.kind === "model" ? describeModel(task.model, new Set(parameters.map(({ name }) => name))) : {}),
    granule: part?.granuleSize === null ? "settled by the first trial" : `${part?.granuleSize} trials`,
    hash: document.hash.slice(0, 16),
  };
}

function describeModel(model: CheckedModel, swept: ReadonlySet<string>): PlanDescription {
  const structural = [...model.structural].filter((name) => swept.has(name));
  const compiled = compileModel(model, { varying: swept });
  const methods = [...planMethods(model)].map(
    ([group, variables]) => `${group}: ${[...variables].map(([name, method]) => `${name} ${method}`).join(", ")}`,
  );
  const kernels = compiled.groups.map(
    ({ name, wasm, interleave, operationsPerStep }) =>
      `${name}: WebAssembly SIMD, ${interleave} × 2 lanes, ${operationsPerStep} operations a step, ${wasm.length} bytes`,
  );
  return {
    method: methods.join("; ") || "nothing to integrate",
    structural: structural.length === 0 ? "none" : `${structural.join(", ")} (vary slowest)`,
    ...(model.data.length > 0 && { data: model.data.map(describeData).join("; ") }),
    kernel: kernels.join("; "),
  };
}

const describeData = ({ name, unit, shape, dtSeconds }: CheckedData): string =>
  withUnit(`${name}${shapeText(shape)}`, unit) + (dtSeconds === undefined ? "" : `, a row every ${dtSeconds * 1000} ms`);

const shapeText = (shape: readonly (number | null)[]): string =>
  shape.length === 0 ? "" : `[${shape.map((length) => length ?? "…").join(" × ")}]`;

const withUnit = (name: string, unit: string): string => (unit === "" ? name : `${name} (${unit})`);
