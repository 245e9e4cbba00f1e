// One algorithm, two readings.
//
// Every elementary function is written once, over an abstract Arithmetic: read with `hostArithmetic` it computes a number, read with the
// compiler's it emits operations into a kernel. The operations are those that IEEE 754 rounds correctly and that every target has, so
// both readings give the same bits (IDENTITY 4). There are no branches: both arms of `select` are computed.

/** `V` is a double (or stands for one), `M` a condition. */
export interface Arithmetic<V, M> {
  constant(value: number): V;
  add(a: V, b: V): V;
  subtract(a: V, b: V): V;
  multiply(a: V, b: V): V;
  divide(a: V, b: V): V;
  squareRoot(a: V): V;
  negate(a: V): V;
  absolute(a: V): V;
  floor(a: V): V;
  /** Ordered comparisons: false where either side is NaN. */
  lessThan(a: V, b: V): M;
  lessOrEqual(a: V, b: V): M;
  equal(a: V, b: V): M;
  both(a: M, b: M): M;
  either(a: M, b: M): M;
  not(a: M): M;
  select(condition: M, whenTrue: V, whenFalse: V): V;
  /** 2^n, for integral −1022 ≤ n ≤ 1023; anything else gives an unspecified number, never a trap. */
  powerOfTwo(n: V): V;
  /** The unbiased binary exponent field of a normal number, as a double; −1023 for zeros and subnormals, 1024 for infinities and NaN. */
  exponentOf(a: V): V;
  /** The number with its sign cleared and its exponent field set to 0: in [1, 2). */
  significandOf(a: V): V;
}
