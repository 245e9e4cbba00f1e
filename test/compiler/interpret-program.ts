// A program's meaning, node by node, on the host's own numbers: slow and obvious. One slot, one step; nothing random.

import type { Node, Program } from "@spikefarm/compiler";
import { hostArithmetic as host } from "@spikefarm/numerics";

export interface SlotInputs {
  readonly uniforms: readonly number[];
  readonly arrays: readonly number[];
  readonly states: readonly number[];
  readonly step: number;
}

/** What each node comes to. */
export function valuesOf(nodes: readonly Node[], inputs: SlotInputs): readonly (number | boolean)[] {
  const values: (number | boolean)[] = [];
  for (const node of nodes) {
    const [a, b, c] = node.arguments.map((id) => values[id]!) as [never, never, never];
    values.push(computed(node, inputs, a, b, c));
  }
  return values;
}

function computed({ operation, value, input }: Node, inputs: SlotInputs, a: never, b: never, c: never): number | boolean {
  switch (operation) {
    case "constant":
      return value!;
    case "true":
    case "false":
      return operation === "true";
    case "oddStep":
      return inputs.step % 2 === 1;
    case "input":
      if (input!.kind === "step") return inputs.step;
      return { uniform: inputs.uniforms, array: inputs.arrays, state: inputs.states }[input!.kind][input!.index]!;
    case "words":
    case "philox":
    case "firstUniform":
    case "secondUniform":
    case "poisson":
    case "binomial":
    case "lookup":
      throw new Error(`${operation} is not interpreted here`);
    case "minimum":
      return b < a ? b : a;
    case "maximum":
      return a < b ? b : a;
    default:
      return (host[operation] as (...values: readonly never[]) => number | boolean)(a, b, c);
  }
}

/** What a step shows, and the states it leaves. */
export function stepOf({ nodes, next, spike, recorded, traced }: Program, inputs: SlotInputs) {
  const values = valuesOf(nodes, inputs);
  const shown = [spike, ...recorded, ...traced].map((id) => values[id]!);
  return { shown, states: next.map((id) => values[id] as number) };
}
