// How many vectors a native kernel advances together.
//
// As with WebAssembly (choose-interleave.ts) vectors side by side keep the units busy while each waits for its own chain of operations; here a
// vector is twice or four times as wide, and the C compiler allocates registers better. Measured with AVX2's 16 registers: a leaky neuron (5 values
// alive at once) is fastest at 6 vectors, with Philox noise (11) at 4, Hodgkin–Huxley (33) at 3; a fourth would gain it nothing more, and a third
// of the time to compile.

const VALUES_WORTH_HOLDING = 44;
const MIN_VECTORS = 3;
const MAX_VECTORS = 6;

/** `alive`: the most values of a slot that are alive at once (ir/register-pressure.ts). */
export function chooseNativeVectors(alive: number): number {
  return Math.min(Math.max(Math.floor(VALUES_WORTH_HOLDING / alive), MIN_VECTORS), MAX_VECTORS);
}
