// IDENTITY 4: a program computes the same bits before and after the passes, by a slow interpreter of its nodes.
//
// The same random instructions are built without any pass and with all of them; their entries must agree one by one for inputs that are zeros of
// both signs, infinities, NaN and subnormals as often as ordinary numbers. A NaN is a NaN (it is canonical wherever it is observed).

import { type KernelLayout, LOCAL_PASSES, PROGRAM_PASSES, type Program, ProgramBuilder } from "@spikefarm/compiler";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../numerics/seeded-random.js";
import { stepOf, valuesOf } from "./interpret-program.js";
import { ARRAYS, AWKWARD, build, randomInstructions, STATES, UNIFORMS } from "./random-program.js";

const SEED = 20265;
const PROGRAMS = 150;
const INSTRUCTIONS = 120;
const INPUTS = 12;
const STEPS = 4;

const random = seededRandom(SEED);
const number = () =>
  random() < 0.5 ? AWKWARD[Math.floor(random() * AWKWARD.length)]! : (random() - 0.5) * 2 ** Math.floor(random() * 40 - 20);
const numbers = (count: number) => Array.from({ length: count }, number);
const someInputs = () => ({
  uniforms: numbers(UNIFORMS),
  arrays: numbers(ARRAYS),
  states: numbers(STATES),
  step: Math.floor(random() * 100),
});

describe(`IDENTITY 4: the passes keep every bit (seed ${SEED})`, () => {
  const passes = [...LOCAL_PASSES.map((pass) => [pass.name, [pass]] as const), ["all local passes", LOCAL_PASSES] as const];

  test.each(passes)("of %s", (_, used) => {
    let changed = 0;
    for (let program = 0; program < PROGRAMS; program++) {
      const instructions = randomInstructions(random, INSTRUCTIONS);
      const [plain, passed] = [new ProgramBuilder([]), new ProgramBuilder(used)];
      const [before, after] = [build(plain, instructions), build(passed, instructions)];
      changed += JSON.stringify(plain.nodes) === JSON.stringify(passed.nodes) ? 0 : 1;
      for (let each = 0; each < INPUTS; each++) {
        const inputs = someInputs();
        const [expected, found] = [valuesOf(plain.nodes, inputs), valuesOf(passed.nodes, inputs)];
        const told = (all: typeof expected, { values, masks }: typeof before) => [...values, ...masks].map((id) => all[id]);
        expect(told(found, after), `program ${program}, inputs ${JSON.stringify(inputs)}`).toEqual(told(expected, before));
      }
    }
    expect(changed).toBeGreaterThan(PROGRAMS / 2);
  });

  test("of what is run on a finished program: all that is observed is the same, step by step", () => {
    let dropped = 0;
    for (let each = 0; each < PROGRAMS; each++) {
      const instructions = randomInstructions(random, INSTRUCTIONS);
      const picks = Array.from({ length: 12 }, () => Math.floor(random() * 60));
      const isObserved = (name: string) => picks[Number(name)]! % 3 === 0;
      const plain = programOf(new ProgramBuilder([]), instructions, picks);
      const kernel = { program: programOf(new ProgramBuilder(), instructions, picks), layout: LAYOUT };
      const passed = PROGRAM_PASSES.reduce((done, pass) => pass.run(done), {
        ...kernel,
        isObserved: (state: KernelLayout["states"][number]) => state.kind === "variable" && isObserved(state.name),
      });
      const kept = passed.layout.states.map((state) => (state.kind === "variable" ? Number(state.name) : Number.NaN));
      dropped += STATES - kept.length;
      const start = someInputs();
      let [before, after] = [start.states, kept.map((index) => start.states[index]!)];
      for (let step = 0; step < STEPS; step++) {
        const [expected, found] = [
          stepOf(plain, { ...start, step, states: before }),
          stepOf(passed.program, { ...start, step, states: after }),
        ];
        expect(found.shown, `program ${each}, step ${step}`).toEqual(expected.shown);
        expect(found.states).toEqual(kept.map((index) => expected.states[index]));
        [before, after] = [expected.states, found.states];
      }
    }
    expect(dropped).toBeGreaterThan(PROGRAMS / 10);
  });
});

const LAYOUT: KernelLayout = {
  uniforms: [],
  arrays: [],
  states: Array.from({ length: STATES }, (_, index) => ({ kind: "variable", name: String(index) })),
  tables: [],
  propagators: [],
  recordings: { firstSpike: false, events: [], traces: [], finals: new Set(), accumulators: [] },
};

function programOf(builder: ProgramBuilder, instructions: Parameters<typeof build>[1], picks: readonly number[]): Program {
  const { values, masks } = build(builder, instructions);
  const value = (pick: number) => values[values.length - 1 - (picks[pick]! % values.length)]!;
  const mask = (pick: number) => masks[masks.length - 1 - (picks[pick]! % masks.length)]!;
  return {
    nodes: builder.nodes,
    next: [0, 1, 2, 3].map(value),
    spike: mask(4),
    recorded: [mask(5)],
    traced: [value(6)],
    assumptions: [],
  };
}
