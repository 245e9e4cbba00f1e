// A program as text: its nodes in the places that they are computed at, then what a step leaves behind.
//
//   once a call, for all slots
//     n3 = uniform tau
//     n4 = divide n2 n3
//   every step, slot by slot
//     n7 = state v
//     n9 = multiply n4 n7
//   after the step
//     v ← n9
//     spikes where n12

import type { KernelLayout } from "../compiled-model.js";
import { nameOfInput, nameOfState, nameOfTable } from "../input-names.js";
import { liveNodes } from "./live-nodes.js";
import type { Input, Node, Program, Rate } from "./program.js";

/** Without the nodes that nothing needs. Ends with a line break. */
export function printProgram(program: Program, layout: KernelLayout): string {
  const { always, sampled } = liveNodes(program);
  const lineOf = (id: number) => `  n${id} = ${nodeText(program.nodes[id]!, layout)}`;
  const places = PLACES.map(({ title, rate, dependsOnSlot }) => {
    const here = always.filter((id) => program.nodes[id]!.rate === rate && program.nodes[id]!.dependsOnSlot === dependsOnSlot);
    return { title, lines: here.map(lineOf) };
  });
  const sections = [
    ...places,
    { title: "where a sample is due", lines: sampled.map(lineOf) },
    { title: "after the step", lines: outcomes(program, layout) },
    { title: "taken to hold in every slot", lines: program.assumptions.map((id) => `  n${id}`) },
  ];
  return sections
    .filter(({ lines }) => lines.length > 0)
    .map(({ title, lines }) => `${[title, ...lines].join("\n")}\n`)
    .join("");
}

interface Place {
  readonly title: string;
  readonly rate: Rate;
  readonly dependsOnSlot: boolean;
}

const PLACES: readonly Place[] = [
  { title: "once a call, for all slots", rate: "call", dependsOnSlot: false },
  { title: "once a call, slot by slot", rate: "call", dependsOnSlot: true },
  { title: "once a pair of steps, for all slots", rate: "pair", dependsOnSlot: false },
  { title: "once a pair of steps, slot by slot", rate: "pair", dependsOnSlot: true },
  { title: "every step, for all slots", rate: "step", dependsOnSlot: false },
  { title: "every step, slot by slot", rate: "step", dependsOnSlot: true },
];

function nodeText({ operation, arguments: args, value, input, table, onlyWhere }: Node, layout: KernelLayout): string {
  if (input !== undefined) return inputText(input, layout);
  if (value !== undefined) return `constant ${Object.is(value, -0) ? "-0" : value}`;
  const operands = args.map((id) => `n${id}`);
  const words = [operation, ...(table === undefined ? [] : [`"${nameOfTable(layout.tables[table]!)}"`]), ...operands];
  return `${words.join(" ")}${onlyWhere === undefined ? "" : `, only where n${onlyWhere}`}`;
}

function inputText(input: Input, { uniforms, arrays, states }: KernelLayout): string {
  switch (input.kind) {
    case "uniform":
      return `uniform ${nameOfInput(uniforms[input.index]!)}`;
    case "array":
      return `array ${nameOfInput(arrays[input.index]!)}`;
    case "state":
      return `state ${nameOfState(states[input.index]!)}`;
    case "step":
      return "number of the step";
  }
}

function outcomes({ nodes, next, spike, recorded, traced }: Program, { states, recordings }: KernelLayout): readonly string[] {
  return [
    ...next.map((id, index) => `  ${nameOfState(states[index]!)} ← n${id}`),
    ...(nodes[spike]!.operation === "false" ? [] : [`  spikes where n${spike}`]),
    ...recorded.map((id, index) => `  records ${recordings.events[index]!} where n${id}`),
    ...traced.map((id, index) => `  samples ${recordings.traces[index]!}: n${id}`),
  ];
}
