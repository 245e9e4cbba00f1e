// A group's kernel for people who want to know what a step costs and where it goes. They think of neurons where kernels have slots.

import {
  type CompiledGroup,
  kernelCost,
  nameOfInput,
  nameOfState,
  nameOfTable,
  type OperationCount,
  registerPressure,
} from "@spikefarm/compiler";
import { renderLines } from "./render-lines.js";

export interface KernelSurroundings {
  /** Elements of the group. */
  readonly size: number;
  readonly dtSeconds: number;
}

/** Ends with a line break. */
export function describeKernel(group: CompiledGroup, { size, dtSeconds }: KernelSurroundings): string {
  const { layout, program, interleave, nativeVectors, wasm } = group;
  const { operations, nanoseconds } = kernelCost(group);
  const facts: readonly (readonly [string, string])[] = [
    ["integrators", [...group.methods].map(([name, method]) => `${name} ${method}`).join(", ")],
    ["the same for all", layout.uniforms.map(nameOfInput).join(", ")],
    ["neuron by neuron", layout.arrays.map(nameOfInput).join(", ")],
    ["states", layout.states.map(nameOfState).join(", ")],
    ["tables", layout.tables.map(nameOfTable).join(", ")],
    ["memory", `${bytesOfSlot(group)} bytes a neuron of a trial`],
    ["alive at once", `${registerPressure(program)} values`],
    ["side by side", `${interleave} × 2 neurons in WebAssembly, ${nativeVectors} × the processor's vector in machine code`],
    ["assumptions", program.assumptions.length === 0 ? "" : `${program.assumptions.length}; trials that break one run in a general kernel`],
    ["WebAssembly", `${wasm.length} bytes`],
    [
      "expected",
      `about ${inWords(nanoseconds.wasm)} ns a neuron and step in WebAssembly, ${inWords(nanoseconds.native)} ns in machine code (estimated)`,
    ],
  ];
  return [
    `${group.name}: ${size} ${size === 1 ? "element" : "elements"}, steps of ${inWords(dtSeconds * 1000)} ms\n`,
    indented(renderLines(facts.filter(([, value]) => value !== "").map(([label, value]) => [`${label}:`, value]))),
    indented(operationTable(operations)),
  ].join("");
}

/** Arrays and states, the spike count and the step of the first spike. */
function bytesOfSlot({ layout }: CompiledGroup): number {
  return (layout.arrays.length + layout.states.length + 2) * Float64Array.BYTES_PER_ELEMENT;
}

const COLUMNS = [
  ["every step", "everyStep"],
  ["once in two steps", "everyPair"],
  ["in some steps", "sometimes"],
] as const;

function operationTable(operations: readonly OperationCount[]): string {
  const columns = COLUMNS.filter(([, when]) => operations.some((each) => each[when] > 0));
  if (columns.length === 0) return "no operations\n";
  const head = ["operations of a neuron", ...columns.map(([title]) => title)];
  return renderLines([head, ...operations.map((each) => [`  ${each.kind}`, ...columns.map(([, when]) => String(each[when]))])]);
}

const indented = (lines: string): string => lines.replaceAll(/^(?=.)/gm, "  ");

/** Two digits: nobody should read more into it. */
const inWords = (value: number): string => String(Number(value.toPrecision(2)));
