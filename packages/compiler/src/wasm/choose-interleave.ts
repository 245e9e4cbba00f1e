// How many vectors advance together.
//
// A step is a chain of dependent operations (about 4 cycles each) on a machine that starts several a cycle, so one vector alone waits most of
// the time; with enough vectors side by side the units are busy. What limits them is registers: the engine has 15 for vectors, and a value that
// finds none costs a store and a load, which overtakes the gain where the bodies are long. Measured (`npm run bench -- kernels`): a leaky neuron
// (5 values alive at once) is fastest at 8 vectors, with Philox noise (11) at 4, and Hodgkin–Huxley (33) at one, which has enough to do by itself.

const VALUES_WORTH_HOLDING = 44;
const MAX_INTERLEAVE = 8;

/** `alive`: the most values of a slot that are alive at once (ir/register-pressure.ts). */
export function chooseInterleave(alive: number): number {
  return Math.min(Math.max(Math.floor(VALUES_WORTH_HOLDING / alive), 1), MAX_INTERLEAVE);
}
