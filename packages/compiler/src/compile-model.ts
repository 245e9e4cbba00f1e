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
  const { program, layout } = runPasses(lowerStep(model, dynamics, components, options, true));
  const costs = costsOf(program);
  const { most: alive } = registerPressure(program);
  const interleave = chooseInterleave(alive);
  const emitGeneral = () => emitKernel(ofStates(layout, lowerStep(model, dynamics, components, options, false)), layout, interleave);
  let general: Uint8Array<ArrayBuffer> | undefined;
  let source: string | undefined;
  return {
    name: group.name,
    methods: methodsOf(components),
    wasm: emitKernel(program, layout, interleave),
    generalWasm: () => (general ??= emitGeneral()),
    nativeSource: () => (source ??= emitC(program, layout, chooseNativeVectors(alive))),
    layout,
    interleave,
    operationsPerStep: costs.perStep,
    dynamics,
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

function costsOf(program: Program): { readonly perStep: number; readonly fixed: number } {
  const live = liveNodes(program).always.map((id) => program.nodes[id]!);
  const costs = live.map((node) => {
    if (node.rate === "call" || node.operation === "input") return 0;
    const cost = COSTS[node.operation] ?? 1;
    return node.rate === "pair" ? cost / 2 : cost;
  });
  const used = new Set(live.filter(({ rate }) => rate !== "call").flatMap((node) => node.arguments));
  const fixed = [...used].filter((id) => program.nodes[id]!.dependsOnSlot && program.nodes[id]!.rate === "call");
  return { perStep: Math.ceil(costs.reduce((sum, cost) => sum + cost, 0)), fixed: fixed.length };
}

/** Instructions of what takes more than one. */
const COSTS: { readonly [operation in Node["operation"]]?: number } = {
  philox: 70,
  firstUniform: 8,
  secondUniform: 8,
  poisson: 30,
  binomial: 40,
};
