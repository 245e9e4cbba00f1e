// Checked model to kernels.
//
//   equations ─ plan components ─▶ integrators ─ lower the step, passes ─▶ program ─ emit ─▶ WebAssembly, C
//
// A group's kernel is emitted twice at most: with its assumptions, and, where a batch breaks them, with choices in their place.

import { type CheckedGroup, type CheckedModel, methodsOf } from "@spikefarm/equations";
import type { CompiledGroup, CompiledModel, CompileOptions, KernelLayout } from "./compiled-model.js";
import { liveNodes } from "./ir/live-nodes.js";
import type { Kernel } from "./ir/passes/drop-dead-stores.js";
import { runPasses } from "./ir/passes/passes.js";
import type { Node, Program } from "./ir/program.js";
import { registerPressure } from "./ir/register-pressure.js";
import { lowerStep } from "./lowering/lower-step.js";
import { chooseNativeVectors } from "./native/choose-native-vectors.js";
import { emitC } from "./native/emit-c.js";
import { planGroup } from "./schemes/plan-methods.js";
import { chooseInterleave } from "./wasm/choose-interleave.js";
import { emitKernel } from "./wasm/emit-kernel.js";

/** Throws a CodedError COMPILER_METHOD_UNSUPPORTED or COMPILER_KERNEL_TOO_LARGE. */
export function compileModel(model: CheckedModel, options: CompileOptions): CompiledModel {
  return { model, groups: model.groups.map((group) => compileGroup(model, group, options)) };
}

function compileGroup(model: CheckedModel, group: CheckedGroup, options: CompileOptions): CompiledGroup {
  const { dynamics, components } = planGroup(model, group, options.dtSeconds);
  const share = options.share ?? ((_group, make) => make());
  const emitted = share(group.name, () => {
    const kernel = runPasses(lowerStep(model, dynamics, components, options, true));
    return emittedOf(kernel.program, kernel.layout);
  });
  const { program, layout, interleave, nativeVectors } = emitted;
  const general = once(() => ofStates(layout, lowerStep(model, dynamics, components, options, false)));
  return {
    name: group.name,
    methods: methodsOf(components),
    dynamics,
    ...emitted,
    generalWasm: once(() => emitKernel(general(), layout, interleave)),
    nativeSource: once(() => emitC(program, layout, nativeVectors)),
    generalNativeSource: once(() => emitC(general(), layout, nativeVectors)),
  };
}

/** Plain data: threads hand it to each other. */
function emittedOf(program: Program, layout: KernelLayout) {
  const alive = registerPressure(program);
  const operationsPerStep = operationsIn(program);
  const interleave = chooseInterleave(alive, operationsPerStep);
  const nativeVectors = chooseNativeVectors(alive);
  return { program, layout, interleave, nativeVectors, operationsPerStep, wasm: emitKernel(program, layout, interleave) };
}

function once<Result>(make: () => Result): () => Result {
  let made: { readonly result: Result } | undefined;
  return () => {
    made ??= { result: make() };
    return made.result;
  };
}

/** The general program keeps the states that the usual one keeps: both run on the same memory. */
function ofStates(layout: KernelLayout, kernel: Kernel): Program {
  const keys = layout.states.map((state) => JSON.stringify(state));
  const general = runPasses({ ...kernel, isObserved: (state) => keys.includes(JSON.stringify(state)) });
  const isSame = general.layout.states.length === keys.length;
  if (!isSame) throw new Error("the general kernel rests on a state that the usual one has no need of");
  return general.program;
}

/** Operations of one slot and of all, as planning counts them: those that two steps share count half. */
function operationsIn(program: Program): number {
  const costs = liveNodes(program).always.map((id) => {
    const { rate, operation } = program.nodes[id]!;
    if (rate === "call" || operation === "input") return 0;
    const cost = COSTS[operation] ?? 1;
    return rate === "pair" ? cost / 2 : cost;
  });
  return Math.ceil(costs.reduce((sum, cost) => sum + cost, 0));
}

/** Instructions of what takes more than one. */
const COSTS: { readonly [operation in Node["operation"]]?: number } = {
  philox: 70,
  firstUniform: 8,
  secondUniform: 8,
  poisson: 30,
  binomial: 40,
};
