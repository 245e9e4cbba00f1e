// Arithmetic on the host's own numbers: what the interpreter, the planner and the tests read the elementary functions with.
//
// The three operations on a double's fields look at its bytes through two views of one buffer. WebAssembly is little-endian and so is
// every machine this runs on: the high half is word 1.

import type { Arithmetic } from "./arithmetic.js";

const doubles = new Float64Array(1);
const words = new Uint32Array(doubles.buffer);

const BIAS = 1023;
const EXPONENT_FIELD = 0x7ff;
const FRACTION_OF_HIGH_WORD = 0xfffff;

export const hostArithmetic: Arithmetic<number, boolean> = {
  constant: (value) => value,
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  squareRoot: (a) => Math.sqrt(a),
  negate: (a) => -a,
  absolute: (a) => Math.abs(a),
  floor: (a) => Math.floor(a),
  lessThan: (a, b) => a < b,
  lessOrEqual: (a, b) => a <= b,
  equal: (a, b) => a === b,
  both: (a, b) => a && b,
  either: (a, b) => a || b,
  not: (a) => !a,
  select: (condition, whenTrue, whenFalse) => (condition ? whenTrue : whenFalse),
  powerOfTwo(n) {
    words[0] = 0;
    words[1] = (n + BIAS) << 20;
    return doubles[0]!;
  },
  exponentOf(a) {
    doubles[0] = a;
    return ((words[1]! >>> 20) & EXPONENT_FIELD) - BIAS;
  },
  significandOf(a) {
    doubles[0] = a;
    words[1] = (words[1]! & FRACTION_OF_HIGH_WORD) | (BIAS << 20);
    return doubles[0]!;
  },
};
