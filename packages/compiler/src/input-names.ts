// What a kernel's inputs, states and tables are called where people read of them.

import type { RandomStream } from "@spikefarm/equations";
import type { KernelInput, KernelState, KernelTable } from "./compiled-model.js";

export function nameOfInput(input: KernelInput): string {
  switch (input.kind) {
    case "parameter":
    case "builtin":
    case "variable":
      return input.name;
    case "window":
      return input.edge === "first" ? `window ${input.window}'s first step` : `window ${input.window}'s end`;
    case "everySteps":
      return `steps between two runs of ${input.name}`;
    case "periodSteps":
      return `steps of the period of ${input.input}`;
    case "firstEntry":
      return `first spike of ${input.input} in its table`;
    case "sampling":
      return input.part === "factor" ? `fine steps of ${input.data}` : `length of a fine step of ${input.data}`;
    case "key":
      return `word ${input.word} of the key of ${nameOfStream(input.stream)}`;
    case "coefficient":
      return `${input.part} coefficient ${input.index} of linear system ${input.propagator}`;
  }
}

export function nameOfState(state: KernelState): string {
  switch (state.kind) {
    case "variable":
      return state.name;
    case "lastSpike":
      return "step of the last spike";
    case "notRefractory":
      return "not_refractory";
    case "event":
      return `${state.name} in the last step`;
    case "nextEntry":
      return `next spike of ${state.input} in its table`;
    case "nonfinite":
      return `${state.variable} has been NaN or infinite`;
    case "accumulator":
      return `${state.part} of measurement ${state.accumulator}`;
  }
}

export const nameOfTable = (table: KernelTable): string => (table.kind === "data" ? table.name : `spikes of ${table.input}`);

const nameOfStream = ({ class: kind, object, code, target, ordinal }: RandomStream): string =>
  [kind, object, code, target, ordinal].filter((part) => part !== "").join(" ");
