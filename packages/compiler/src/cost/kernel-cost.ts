// What a step of one slot costs: its operations by kind, and from them an estimate of the time.
//
// The estimate adds up a fixed time for each operation, as if the processor's units were the limit and not the length of a chain of operations: that
// is what interleaved vectors aim at. The table is calibrated by hand, to a leaky neuron (0.45 ns a neuron and step in WebAssembly, 0.2 native), a
// noisy one (16 and 5) and Hodgkin–Huxley by exponential Euler (52 and 22) on one core of an AMD EPYC with AVX2. Expect it to be right within a factor of
// two where one thread has a core like that to itself. What is done once for all slots costs a slot nothing.

import type { CompiledGroup } from "../compiled-model.js";
import { liveNodes } from "../ir/live-nodes.js";
import type { Node, Program } from "../ir/program.js";

export type OperationKind = "arithmetic" | "division" | "square root" | "choice" | "random block" | "uniform" | "count" | "lookup";

/** Of one slot. */
export interface OperationCount {
  readonly kind: OperationKind;
  readonly everyStep: number;
  /** Done once for an even step and the odd one after it. */
  readonly everyPair: number;
  /** Done only in the steps in which code at regular times runs, or a sample is taken. */
  readonly sometimes: number;
}

export type Target = "wasm" | "native";

export interface KernelCost {
  readonly operations: readonly OperationCount[];
  /** A slot's step on one thread, in nanoseconds; without what is done only sometimes. */
  readonly nanoseconds: Readonly<Record<Target, number>>;
}

export function kernelCost({ program }: Pick<CompiledGroup, "program">): KernelCost {
  const operations = countOperations(program);
  const estimate = (target: Target): number =>
    operations.reduce(
      (sum, { kind, everyStep, everyPair }) => sum + NANOSECONDS[kind][target] * (everyStep + everyPair / 2),
      NANOSECONDS_OF_THE_LOOP[target],
    );
  return { operations, nanoseconds: { wasm: estimate("wasm"), native: estimate("native") } };
}

/** Of an operation in one slot. Native vectors are two to four times as wide. */
const NANOSECONDS: Readonly<Record<OperationKind, Readonly<Record<Target, number>>>> = {
  arithmetic: { wasm: 0.055, native: 0.016 },
  division: { wasm: 1.2, native: 0.6 },
  "square root": { wasm: 1.2, native: 0.6 },
  choice: { wasm: 0.055, native: 0.016 },
  "random block": { wasm: 18, native: 5.5 },
  uniform: { wasm: 0.8, native: 0.2 },
  count: { wasm: 12, native: 8 },
  lookup: { wasm: 1, native: 1 },
};

/** Counting spikes and steps. */
const NANOSECONDS_OF_THE_LOOP: Readonly<Record<Target, number>> = { wasm: 0.1, native: 0.1 };

function countOperations(program: Program): readonly OperationCount[] {
  const { always, sampled } = liveNodes(program);
  const counts = new Map<OperationKind, { everyStep: number; everyPair: number; sometimes: number }>();
  const count = (id: number, isSampled: boolean) => {
    const { operation, rate, dependsOnSlot, onlyWhere } = program.nodes[id]!;
    const kind = KINDS[operation];
    if (kind === undefined || rate === "call" || !dependsOnSlot) return;
    const entry = counts.get(kind) ?? { everyStep: 0, everyPair: 0, sometimes: 0 };
    const when = isSampled || onlyWhere !== undefined ? "sometimes" : rate === "pair" ? "everyPair" : "everyStep";
    entry[when] += INSTRUCTIONS[operation] ?? 1;
    counts.set(kind, entry);
  };
  for (const id of always) count(id, false);
  for (const id of sampled) count(id, true);
  const kinds = Object.keys(NANOSECONDS) as OperationKind[];
  return kinds.flatMap((kind) => {
    const found = counts.get(kind);
    return found === undefined ? [] : [{ kind, ...found }];
  });
}

/** Constants, inputs and the like are no operations. */
const KINDS: { readonly [operation in Node["operation"]]?: OperationKind } = {
  ...{
    add: "arithmetic",
    subtract: "arithmetic",
    multiply: "arithmetic",
    negate: "arithmetic",
    absolute: "arithmetic",
    floor: "arithmetic",
  },
  ...{ minimum: "arithmetic", maximum: "arithmetic", powerOfTwo: "arithmetic", exponentOf: "arithmetic", significandOf: "arithmetic" },
  ...{ divide: "division", squareRoot: "square root" },
  ...{ lessThan: "choice", lessOrEqual: "choice", equal: "choice", both: "choice", either: "choice", not: "choice", select: "choice" },
  ...{ philox: "random block", firstUniform: "uniform", secondUniform: "uniform", poisson: "count", binomial: "count", lookup: "lookup" },
};

/** Of arithmetic on a double's fields. */
const INSTRUCTIONS: { readonly [operation in Node["operation"]]?: number } = { powerOfTwo: 2, exponentOf: 4, significandOf: 2 };
