// A second reading of the elementary functions: they are recorded as a list of operations, once, and the list is run on many numbers.
// It gives the host's bits only if no function looks at its argument to decide what to do, which is what a compiler relies on.

import { type Arithmetic, elementary, hostArithmetic, math } from "@spikefarm/numerics";
import { expect, test } from "vitest";
import { seededRandom } from "./seeded-random.js";

type Step = (values: (number | boolean)[]) => number | boolean;
type Place = { readonly place: number };

const ONE = [
  "exp",
  "expm1",
  "exprel",
  "log",
  "log1p",
  "log10",
  "sin",
  "cos",
  "tan",
  "arcsin",
  "arccos",
  "arctan",
  "sinh",
  "cosh",
  "tanh",
  "sign",
  "truncate",
  "ceiling",
] as const;
const TWO = ["power", "minimum", "maximum", "floorDivide", "modulo"] as const;

const ENDS = [
  0,
  -0,
  1,
  -1,
  5e-324,
  -5e-324,
  2.3e-308,
  1.7e308,
  -1.7e308,
  709.78,
  709.79,
  -745.13,
  -745.2,
  1e17,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
];

test("IDENTITY 4: recorded as operations and run, every function gives the bits it gives when computed (seed 11)", () => {
  const random = seededRandom(11);
  const points = [...ENDS, ...Array.from({ length: 500 }, () => (random() - 0.5) * 2 * [1, 10, 1000, 1e-5][Math.floor(4 * random())]!)];
  for (const name of ONE) {
    const run = record(1, (o, [x]) => elementary[name](o, x!));
    for (const x of points) expect(run([x]), `${name}(${x})`).toBe(math[name](x));
  }
  for (const name of TWO) {
    const run = record(2, (o, [x, y]) => elementary[name](o, x!, y!));
    for (const x of points.slice(0, 80))
      for (const y of points.slice(0, 80)) expect(run([x, y]), `${name}(${x}, ${y})`).toBe(math[name](x, y));
  }
});

test("IDENTITY 4: nothing depends on what powerOfTwo gives outside its range", () => {
  for (const outside of [12345.678, 0, Number.POSITIVE_INFINITY, Number.NaN]) {
    const strange: Arithmetic<number, boolean> = {
      ...hostArithmetic,
      powerOfTwo: (n) => (Number.isInteger(n) && n >= -1022 && n <= 1023 ? hostArithmetic.powerOfTwo(n) : outside),
    };
    for (const x of ENDS) {
      for (const name of ONE) expect(elementary[name](strange, x), `${name}(${x})`).toBe(math[name](x));
      for (const y of ENDS) expect(elementary.power(strange, x, y), `${x} ^ ${y}`).toBe(math.power(x, y));
    }
  }
});

test("exp stays cheap enough to be inlined: fewer than 40 operations and 14 constants", () => {
  let operations = 0;
  const constants = new Set<number>();
  const counting = new Proxy(hostArithmetic, {
    get(target, name: keyof Arithmetic<number, boolean>) {
      if (name === "constant") return (value: number) => [...constants.add(value)].find((known) => known === value);
      operations += 1;
      return target[name];
    },
  });
  elementary.exp(counting, 1.5);
  expect(operations).toBeLessThan(40);
  expect(constants.size).toBeLessThan(14);
});

/** Writes down what `build` does with unknown arguments; the result runs it on given ones. */
function record(count: number, build: (o: Arithmetic<Place, Place>, inputs: Place[]) => Place): (inputs: readonly number[]) => number {
  const steps: Step[] = [];
  const note = (step: Step): Place => ({ place: count + steps.push(step) - 1 });
  const h = hostArithmetic;
  const one = (f: (a: number) => number) => (a: Place) => note((v) => f(v[a.place] as number));
  const two =
    <R extends number | boolean>(f: (a: number, b: number) => R) =>
    (a: Place, b: Place) =>
      note((v) => f(v[a.place] as number, v[b.place] as number));
  const logical = (f: (a: boolean, b: boolean) => boolean) => (a: Place, b: Place) =>
    note((v) => f(v[a.place] as boolean, v[b.place] as boolean));
  const o: Arithmetic<Place, Place> = {
    constant: (value) => note(() => value),
    add: two(h.add),
    subtract: two(h.subtract),
    multiply: two(h.multiply),
    divide: two(h.divide),
    squareRoot: one(h.squareRoot),
    negate: one(h.negate),
    absolute: one(h.absolute),
    floor: one(h.floor),
    lessThan: two(h.lessThan),
    lessOrEqual: two(h.lessOrEqual),
    equal: two(h.equal),
    both: logical(h.both),
    either: logical(h.either),
    not: (a) => note((v) => !v[a.place]),
    select: (c, a, b) => note((v) => (v[c.place] ? v[a.place]! : v[b.place]!)),
    powerOfTwo: one(h.powerOfTwo),
    exponentOf: one(h.exponentOf),
    significandOf: one(h.significandOf),
  };
  const result = build(
    o,
    Array.from({ length: count }, (_, place) => ({ place })),
  );
  return (inputs) => {
    const values: (number | boolean)[] = [...inputs];
    for (const step of steps) values.push(step(values));
    return values[result.place] as number;
  };
}
