// The elementary functions, each written once over Arithmetic: `elementary.exp(o, x)`. math.ts reads them with the host's numbers, the
// compiler with its own operations. The accuracy of each stands in its file and is held by test/numerics/elementary-accuracy.test.ts.

import { ceiling, clip, floorDivide, maximum, minimum, modulo, sign, truncate } from "./elementary/comparison.js";
import { exp } from "./elementary/exp.js";
import { expm1, exprel } from "./elementary/expm1.js";
import { cosh, sinh, tanh } from "./elementary/hyperbolic.js";
import { integerPower } from "./elementary/integer-power.js";
import { arccos, arcsin, arctan } from "./elementary/inverse-trigonometric.js";
import { log, log1p } from "./elementary/log.js";
import { log10 } from "./elementary/log-pair.js";
import { power } from "./elementary/power.js";
import { cos, sin, tan } from "./elementary/trigonometric.js";

export const elementary = {
  exp,
  expm1,
  exprel,
  log,
  log1p,
  log10,
  power,
  integerPower,
  sin,
  cos,
  tan,
  arcsin,
  arccos,
  arctan,
  sinh,
  cosh,
  tanh,
  minimum,
  maximum,
  clip,
  sign,
  truncate,
  ceiling,
  floorDivide,
  modulo,
} as const;
