// How many vectors a native kernel advances together.
//
// As with WebAssembly (choose-interleave.ts) vectors side by side keep the units busy while each waits for its own chain of operations; here a
// vector is twice or four times as wide, and values that find no register cost more than they save. Measured with AVX2's 16 registers: a leaky
// neuron (2 carried values) is fastest at 4 vectors, Hodgkin–Huxley (6) about as fast at 2 as at 4, in half the time to compile.

const REGISTERS = 16;
const VALUES_IN_FLIGHT = 2;
const MIN_VECTORS = 2;
const MAX_VECTORS = 4;

/** `carried`: values a vector keeps from step to step. */
export function chooseNativeVectors(carried: number): number {
  return Math.min(Math.max(Math.floor(REGISTERS / (carried + VALUES_IN_FLIGHT)), MIN_VECTORS), MAX_VECTORS);
}
