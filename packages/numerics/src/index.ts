export type { Arithmetic } from "./arithmetic.js";
export { canonicalJson } from "./canonical-json.js";
export { canonicalizeNaN } from "./canonicalize-nan.js";
export { elementary } from "./elementary.js";
export { hostArithmetic } from "./host-arithmetic.js";
export { math } from "./math.js";
export { philox4x32 } from "./philox.js";
export { Rational } from "./rational.js";
export { createSha256, type Sha256, sha256, sha256Hex, toHex } from "./sha256.js";
