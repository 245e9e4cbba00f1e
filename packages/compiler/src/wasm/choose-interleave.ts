// How many vectors advance together.
//
// A step is a chain of dependent operations (about 4 cycles each) on a machine that starts several a cycle, so one vector alone waits most of
// the time; with enough vectors side by side the units are busy. What limits them is the 16 vector registers: each vector keeps its states,
// its count and its own constants, and two values in flight. Constants that do not fit are read from the stack at little cost, so the
// model allows for many (measured: a leaky neuron is fastest at 8 vectors, 5 values each).

const USABLE_REGISTERS = 40;
const VALUES_IN_FLIGHT = 2;
const MIN_INTERLEAVE = 4;
const MAX_INTERLEAVE = 8;

/** `carried`: values a vector keeps from step to step; `fixed`: constants of its own. */
export function chooseInterleave(carried: number, fixed: number): number {
  const fitting = Math.floor(USABLE_REGISTERS / (carried + fixed + VALUES_IN_FLIGHT));
  return Math.min(Math.max(fitting, MIN_INTERLEAVE), MAX_INTERLEAVE);
}
