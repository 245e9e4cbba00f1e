// What a condition comes to with the values that a model's document gives its parameters: what a kernel had best be made for.

import { type CheckedModel, defaultValue, resolveParameters } from "@spikefarm/equations";
import type { KernelInput } from "../compiled-model.js";
import { foldedValue } from "../ir/passes/fold-constants.js";
import type { Mask, Node } from "../ir/program.js";

export class UsualTruth {
  readonly #parameters: ReadonlyMap<string, number | string>;
  readonly #dtSeconds: number;

  constructor(model: CheckedModel, dtSeconds: number | undefined) {
    this.#parameters = resolveParameters(model.parameters, new Map());
    this.#dtSeconds = dtSeconds ?? defaultValue(model.dt, model.parameters);
  }

  /** Undefined where it rests on anything but parameters and dt that are the same for all slots. */
  of(condition: Mask, nodes: readonly Node[], uniforms: readonly KernelInput[]): boolean | undefined {
    const known = new Map<number, number | boolean | undefined>();
    const valueAt = (id: number): number | boolean | undefined => {
      if (!known.has(id)) known.set(id, compute(nodes[id]!));
      return known.get(id);
    };
    const compute = ({ operation, arguments: args, value, input }: Node): number | boolean | undefined => {
      if (input !== undefined) return input.kind === "uniform" ? this.#usual(uniforms[input.index]!) : undefined;
      if (operation === "constant") return value;
      if (operation === "true" || operation === "false") return operation === "true";
      const values = args.map(valueAt);
      return values.includes(undefined) ? undefined : foldedValue(operation, values as (number | boolean)[]);
    };
    const truth = valueAt(condition);
    return typeof truth === "boolean" ? truth : undefined;
  }

  #usual(input: KernelInput): number | undefined {
    if (input.kind === "builtin") return input.name === "dt" ? this.#dtSeconds : undefined;
    const value = input.kind === "parameter" ? this.#parameters.get(input.name) : undefined;
    return typeof value === "number" ? value : undefined;
  }
}
