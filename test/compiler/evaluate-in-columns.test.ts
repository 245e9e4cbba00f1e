// Nodes computed in columns beside the slow interpreter of the same nodes, slot by slot and bit by bit, on awkward numbers.

import { evaluateInColumns, type Node, ProgramBuilder, planColumns } from "@spikefarm/compiler";
import { expect, test } from "vitest";
import { seededRandom } from "../numerics/seeded-random.js";
import { valuesOf } from "./interpret-program.js";
import { ARRAYS, AWKWARD, build, randomInstructions, STATES, UNIFORMS } from "./random-program.js";

const SEED = 611;
const PROGRAMS = 40;
const INSTRUCTIONS = 150;
const COUNTS = [1, 63, 64, 150];
const NO_STEP = { uniforms: [], states: [], step: 1 };

test(`IDENTITY 4: columns hold what an interpreter finds slot by slot (seed ${SEED})`, () => {
  const random = seededRandom(SEED);
  const number = () => (random() < 0.5 ? AWKWARD[Math.floor(random() * AWKWARD.length)]! : (random() - 0.5) * 1e3);
  for (let program = 0; program < PROGRAMS; program++) {
    const builder = new ProgramBuilder();
    const built = build(builder, randomInstructions(random, INSTRUCTIONS));
    const nodes = builder.nodes.map(asArray);
    const results = [...built.values, ...built.masks].filter(() => random() < 0.2);
    const slots = COUNTS[program % COUNTS.length]!;
    const inputs = Array.from({ length: ARRAYS + UNIFORMS + STATES + 1 }, () => Float64Array.from({ length: slots }, number));
    const found = evaluateInColumns(planColumns(nodes, results), inputs, slots);
    for (let slot = 0; slot < slots; slot++) {
      const expected = valuesOf(nodes, { ...NO_STEP, arrays: inputs.map((column) => column[slot]!) });
      const told = results.map((id) => Number(expected[id]!));
      const computed = results.map((id) => found.get(id)![slot]!);
      expect(computed, `program ${program}, slot ${slot}`).toEqual(told);
    }
  }
});

/** Columns have neither steps nor states: every input becomes one of the arrays. */
function asArray(node: Node): Node {
  if (node.operation === "oddStep") return { ...node, operation: "true" };
  const { input } = node;
  if (input === undefined) return node;
  const first = { array: 0, uniform: ARRAYS, state: ARRAYS + UNIFORMS, step: ARRAYS + UNIFORMS + STATES }[input.kind];
  return { ...node, input: { kind: "array", index: first + (input.kind === "step" ? 0 : input.index) } };
}
