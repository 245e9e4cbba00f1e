// How many vectors advance together.
//
// A step is a chain of dependent operations (about 4 cycles each) on a machine that starts several a cycle, so one vector alone waits most of
// the time; with enough vectors side by side the units are busy. What limits them is registers: the engine has 15 for vectors, and a value that
// finds none costs a store and a load. Measured (`npm run bench -- kernels`): a leaky neuron (5 values alive at once) is fastest at 12 vectors, for
// its few spills hide in the waiting; with Philox noise (11) at 6; and Hodgkin–Huxley (33), a long step that spills even alone and whose variables
// keep each other company, at one.

const REGISTERS = 15;
const VALUES_WORTH_HOLDING = 66;
const LEAST_OPERATIONS_OF_LONG_STEP = 200;
const MIN_INTERLEAVE = 2;
const MAX_INTERLEAVE = 12;

/** `alive`: the most values of a slot that are alive at once (ir/register-pressure.ts); `operations`: of a slot's step. */
export function chooseInterleave(alive: number, operations: number): number {
  if (alive > REGISTERS && operations >= LEAST_OPERATIONS_OF_LONG_STEP) return 1;
  return Math.min(Math.max(Math.floor(VALUES_WORTH_HOLDING / alive), MIN_INTERLEAVE), MAX_INTERLEAVE);
}
