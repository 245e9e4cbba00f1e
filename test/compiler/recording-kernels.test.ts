// Recording in kernels: with buffers that hold one block's worth or many the same is recorded, and what only a trace looks at is computed for it.

import { lowerPoisson, lowerRandn } from "@spikefarm/compiler";
import { normalAt, poissonAt } from "@spikefarm/numerics";
import { describe, expect, it } from "vitest";
import { isDue, kernelOf, type Recording, SLOTS_IN_BLOCK, type Step, type StepInputs } from "./run-program.js";

const SLOTS = 45;
const BLOCKS = Math.ceil(SLOTS / SLOTS_IN_BLOCK);
const KEY = [7, 8] as const;
const elements = Array.from({ length: SLOTS }, (_, slot) => 3 * slot + 1);
const inputs = { slots: SLOTS, uniforms: KEY, arrays: [elements] };

const drawOf = ({ uniform, array }: StepInputs) => ({ key: [uniform(0), uniform(1)], element: array(0) }) as const;
const values: Step = (builder, input) => [lowerRandn(builder, drawOf(input))];
const recording: Omit<Recording, "blocksInBuffer"> = {
  event: (builder, input) => builder.lessThan(builder.constant(0.5), lowerRandn(builder, drawOf(input))),
  traced: (builder, input) => builder.add(builder.squareRoot(input.step), lowerPoisson(builder, drawOf(input), builder.constant(20))),
  schedule: { first: 6, every: 3, end: 29 },
  isTraced: (block) => block % 2 === 1,
  sliceSteps: 11,
};
const SLICES = [
  [3, 5],
  [5, 16],
  [16, 17],
  [17, 28],
  [28, 37],
] as const;

const blocksOf = (isWanted: (block: number) => boolean) => [...Array(BLOCKS).keys()].filter(isWanted);
const stepsOf = ([from, to]: readonly [number, number]) => Array.from({ length: to - from }, (_, index) => from + index);
const slotsOf = (block: number) => Array.from({ length: SLOTS_IN_BLOCK }, (_, place) => block * SLOTS_IN_BLOCK + place);

/** What abi.ts says: slice by slice, block by block, step by step, slot by slot. */
const occurrences = SLICES.flatMap((slice) =>
  blocksOf(() => true).flatMap((block) =>
    stepsOf(slice).flatMap((step) =>
      slotsOf(block)
        .filter((slot) => slot < SLOTS && normalAt(KEY, elements[slot]!, step) > 0.5)
        .map((slot) => [step, slot] as const),
    ),
  ),
);
const samples = SLICES.flatMap((slice) =>
  blocksOf(recording.isTraced).flatMap((block) =>
    stepsOf(slice)
      .filter((step) => isDue(recording.schedule, step))
      .flatMap((step) => slotsOf(block).map((slot) => Math.sqrt(step) + poissonAt(KEY, elements[slot] ?? elements.at(-1)!, step, 20))),
  ),
);

describe("a kernel that records", () => {
  it.each([1, 2, 3, BLOCKS])("into buffers for %i blocks of a slice records what there is, in order", (blocksInBuffer) => {
    const found = kernelOf(values, inputs, { ...recording, blocksInBuffer })(SLICES);
    expect(found.occurrences).toEqual(occurrences);
    expect(found.samples).toEqual(samples);
    expect(found.last[0]).toEqual(elements.map((element) => normalAt(KEY, element, 36)));
    if (blocksInBuffer === 1) expect(found.stops).toBeGreaterThan(SLICES.length);
    if (blocksInBuffer === BLOCKS) expect(found.stops).toBe(0);
  });

  it("records nothing of blocks without a trace, and nothing where no sample is due", () => {
    const none = kernelOf(values, inputs, { ...recording, blocksInBuffer: 1, isTraced: () => false })(SLICES);
    expect(none.samples).toEqual([]);
    const never = kernelOf(values, inputs, { ...recording, blocksInBuffer: 1, schedule: { first: 90, every: 1, end: 95 } })(SLICES);
    expect(never.samples).toEqual([]);
  });
});
