// Random expressions of a small group: every function and operator of the language, and arguments from the ends of the number range as often as
// from its middle. Nothing need make sense as a neuron, or stay finite: two targets must agree on an infinity, and on what comes of it, as well.

import type { Random } from "../../reference/random.js";

/** What expressions may read, and statements change. */
export interface Names {
  readonly floats: readonly string[];
  readonly integers: readonly string[];
  readonly booleans: readonly string[];
  /** Read only. */
  readonly others: readonly string[];
}

const ENDS = [
  ...[0, -0, 1, -1, 0.5, -0.5, 2, 3, 10, -7],
  ...[5e-324, -5e-324, 1e-310, -2.2250738585072014e-308, 2.2250738585072014e-308, 1e-300],
  ...[Number.MAX_VALUE, -Number.MAX_VALUE, 1e154, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN],
  ...[2147483647, 2147483648, -2147483648, -2147483649, 4294967296, 4503599627370496, 9007199254740992],
  ...[709.782712893384, -745.1332191019411, Math.SQRT1_2, Math.SQRT2, 1 - Number.EPSILON / 2, 1 + Number.EPSILON],
];

/** An end of some range, or something in the middle of one. */
export function anyNumber(random: Random): number {
  if (random.chance(0.3)) return random.pick(ENDS);
  return random.between(-1, 1, 6) * random.pick([1, 1, 3, 20, 800]);
}

export const FUNCTIONS_OF_ONE = [
  ...["exp", "log", "log10", "expm1", "log1p", "exprel", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan"],
  ...["sqrt", "abs", "floor", "ceil", "sign", "int"],
] as const;

export function anyValue(random: Random, names: Names, depth: number): string {
  const leaf = () => anyLeaf(random, names);
  if (depth === 0) return leaf();
  const argument = () => anyValue(random, names, random.integer(0, depth - 1));
  return random.pick<() => string>([
    ...["+", "-", "*", "/", "%", "//"].map((operator) => () => `(${argument()} ${operator} ${argument()})`),
    () => `(-${leaf()})`,
    () => `${leaf()}**${random.pick(["2", "3", "(-2)", "0.5", leaf()])}`,
    () => `${random.pick(["min", "max"])}(${argument()}, ${leaf()})`,
    () => `clip(${argument()}, ${leaf()}, ${leaf()})`,
    () => `where(${anyCondition(random, names)}, ${leaf()}, ${leaf()})`,
    ...Array.from({ length: 6 }, () => () => `${random.pick(FUNCTIONS_OF_ONE)}(${argument()})`),
    ...names.integers.map((n) => () => `(${n} ${random.pick(["+", "-", "*", "//", "%"])} ${random.pick(["3", "(-7)", "65537", "i", n])})`),
  ])();
}

function anyLeaf(random: Random, { floats, others }: Names): string {
  const number = anyNumber(random);
  if (random.chance(0.75) || !Number.isFinite(number) || Math.abs(number) === Number.MAX_VALUE) return random.pick([...floats, ...others]);
  return Object.is(number, -0) ? "(-0.0*a)" : `(${number})`;
}

export function anyCondition(random: Random, names: Names): string {
  const leaf = () => anyLeaf(random, names);
  const compare = () => `${leaf()} ${random.pick(["<", "<=", ">", ">=", "==", "!="])} ${leaf()}`;
  return random.pick<() => string>([
    compare,
    compare,
    () => `${compare()} and not (${compare()})`,
    () => `${compare()} or ${compare()}`,
    ...names.booleans.map((flag) => () => `${flag} or ${compare()}`),
    ...names.integers.map((n) => () => `${n} % 3 == 1`),
  ])();
}

export function anyStatement(random: Random, names: Names): string {
  const x = random.pick(names.floats);
  return random.pick<() => string>([
    () => `${x} ${random.pick(["=", "+=", "-=", "*=", "/="])} ${anyValue(random, names, 1)}`,
    () => `${x} = ${random.pick(["rand()", "randn()", "poisson(1.5)", "poisson(a)", "b*rand()"])}`,
    ...names.integers.flatMap((n) => [
      () => `${n} = int(${anyValue(random, names, 1)})`,
      () => `${n} = ${n} ${random.pick(["+", "*", "//", "%", "-"])} ${random.pick(["7", "(-3)", "30011", "n"])}`,
      () => `${n} = ${n}**${random.pick(["2", "5"])}`,
    ]),
    ...names.booleans.map((flag) => () => random.pick([`${flag} = not ${flag}`, `${flag} = ${anyCondition(random, names)}`])),
  ])();
}
