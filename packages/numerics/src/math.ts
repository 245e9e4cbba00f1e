// The elementary functions on the host's numbers. Use these instead of Math.exp and its like, whose last bits differ between engines.

import { elementary } from "./elementary.js";
import { hostArithmetic as o } from "./host-arithmetic.js";

type OneArgument = (x: number) => number;
type TwoArguments = (x: number, y: number) => number;

const one =
  (name: (operations: typeof o, x: number) => number): OneArgument =>
  (x) =>
    name(o, x);
const two =
  (name: (operations: typeof o, x: number, y: number) => number): TwoArguments =>
  (x, y) =>
    name(o, x, y);

export const math = {
  exp: one(elementary.exp),
  expm1: one(elementary.expm1),
  exprel: one(elementary.exprel),
  log: one(elementary.log),
  log1p: one(elementary.log1p),
  log10: one(elementary.log10),
  power: two(elementary.power),
  /** n is an integer, |n| ≤ 64; RangeError otherwise. */
  integerPower: two(elementary.integerPower),
  sin: one(elementary.sin),
  cos: one(elementary.cos),
  tan: one(elementary.tan),
  arcsin: one(elementary.arcsin),
  arccos: one(elementary.arccos),
  arctan: one(elementary.arctan),
  sinh: one(elementary.sinh),
  cosh: one(elementary.cosh),
  tanh: one(elementary.tanh),
  minimum: two(elementary.minimum),
  maximum: two(elementary.maximum),
  clip: (x: number, lo: number, hi: number): number => elementary.clip(o, x, lo, hi),
  sign: one(elementary.sign),
  truncate: one(elementary.truncate),
  ceiling: one(elementary.ceiling),
  floorDivide: two(elementary.floorDivide),
  modulo: two(elementary.modulo),
} as const;
