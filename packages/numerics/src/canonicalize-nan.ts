/**
 * Gives every NaN the bits 7ff8000000000000 (IDENTITY 6): engines and processors choose a NaN's sign and payload freely, and what is stored
 * and hashed must not show it. In place.
 */
export function canonicalizeNaN(values: Float64Array): void {
  const bits = new BigUint64Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) bits[i] = CANONICAL_NAN;
  }
}

const CANONICAL_NAN = 0x7ff8000000000000n;
