// How far each elementary function is from the truth, over its whole range: seeded points, the ends, and the seams between the pieces.
// The bound is asserted; ACCURACY_REPORT=1 prints what was found. ACCURACY_POINTS sets the number of points of each kind.

import { math } from "@spikefarm/numerics";
import { describe, expect, test } from "vitest";
import { seededRandom } from "./seeded-random.js";
import { type Truth, truth, ulpsBetween } from "./truth.js";

const POINTS = Number(process.env.ACCURACY_POINTS ?? 400);
const SEED = Number(process.env.ACCURACY_SEED ?? 20260101);

type Random = () => number;
type Kind = (random: Random) => number;

type Case = {
  readonly name: keyof typeof truth;
  readonly bound: number;
  readonly kinds: readonly Kind[];
  readonly fixed?: readonly number[];
};

const uniform =
  (from: number, to: number): Kind =>
  (random) =>
    from + (to - from) * random();
const either =
  (kind: Kind): Kind =>
  (random) =>
    random() < 0.5 ? -kind(random) : kind(random);
/** 2^from … 2^to, each size as likely as another. */
const sized =
  (from: number, to: number): Kind =>
  (random) => {
    const exponent = Math.floor(from + (to - from) * random());
    const half = Math.trunc(exponent / 2);
    return (1 + random()) * powerOfTwo(half) * powerOfTwo(exponent - half);
  };
/** Within a few ulps of a multiple of a step: where pieces meet. */
const nearMultiples =
  (step: number, largest: number): Kind =>
  (random) => {
    const seam = Math.floor(largest * (2 * random() - 1)) * step;
    return seam * (1 + Math.floor(9 * random() - 4) * 2.220446049250313e-16);
  };

const CASES: readonly Case[] = [
  {
    name: "exp",
    bound: 1,
    kinds: [uniform(-1, 1), uniform(-708, 709.7), uniform(-745.1, -708), either(sized(-60, 0)), nearMultiples(Math.LN2 / 2, 2040)],
    fixed: [
      ...[709.782712893384, -745.1332191019411, -708.3964185322641, 1e-300, -1e-300, 5e-324],
      // The worst of forty million.
      ...[547.9455940528862, -303.2381462254386, -464.0615799271286, 0.3482062975291256],
    ],
  },
  {
    name: "expm1",
    bound: 1,
    kinds: [uniform(-1, 1), uniform(-45, 60), uniform(60, 709.7), either(sized(-1074, 0)), nearMultiples(Math.LN2 / 2, 100)],
    fixed: [709.782712893384, -40, -39.99, 5e-324, -5e-324],
  },
  {
    name: "exprel",
    bound: 2,
    kinds: [uniform(-1, 1), uniform(-60, 60), uniform(60, 716.3), uniform(-700, -60), either(sized(-1074, 0))],
    fixed: [710, 716.35, 5e-324, -5e-324],
  },
  {
    name: "log",
    bound: 1,
    kinds: [uniform(0.5, 2), uniform(0.9, 1.1), sized(-1074, 1024), sized(-1074, -1022), nearMultiples(Math.SQRT1_2, 4)].map(positive),
    fixed: [
      ...[5e-324, 2.2250738585072014e-308, Number.MAX_VALUE, 1 + Number.EPSILON, 1 - Number.EPSILON / 2, Math.SQRT2, Math.SQRT1_2],
      // The worst of forty million.
      ...[0.7064601591455427, 0.6987267580898789],
    ],
  },
  {
    name: "log1p",
    bound: 1,
    kinds: [uniform(-1, 1), uniform(-0.3, 0.42), uniform(-1, -0.99), sized(0, 1024), either(sized(-1074, -1))],
    fixed: [-1 + Number.EPSILON / 2, Number.MAX_VALUE, 5e-324, -5e-324, Math.SQRT2 - 1, Math.SQRT1_2 - 1],
  },
  {
    name: "log10",
    bound: 1,
    kinds: [uniform(0.5, 2), uniform(0.9, 1.1), sized(-1074, 1024)].map(positive),
    fixed: [5e-324, Number.MAX_VALUE, 1 + Number.EPSILON],
  },
  trigonometric("sin"),
  trigonometric("cos"),
  trigonometric("tan"),
  { name: "arcsin", bound: 2, kinds: [uniform(-1, 1), either(uniform(0.999, 1)), either(sized(-1074, -1))], fixed: [1, -1, 0.5, -0.5] },
  {
    name: "arccos",
    bound: 2,
    kinds: [uniform(-1, 1), either(uniform(0.999, 1)), either(sized(-300, -1))],
    fixed: [-1, 0.5, -0.5, 1 - Number.EPSILON / 2],
  },
  {
    name: "arctan",
    bound: 2,
    kinds: [uniform(-1, 1), uniform(-20, 20), either(sized(-1074, 60))],
    fixed: [Math.SQRT2 - 1, Math.SQRT2 + 1, 1e300],
  },
  {
    name: "sinh",
    bound: 2,
    kinds: [uniform(-1, 1), uniform(-25, 25), either(uniform(20, 710.4)), either(sized(-1074, 0))],
    fixed: [710.4758600739439, 22],
  },
  {
    name: "cosh",
    bound: 2,
    kinds: [uniform(-1, 1), uniform(-25, 25), either(uniform(20, 710.4)), either(sized(-60, 0))],
    fixed: [710.4758600739439],
  },
  { name: "tanh", bound: 2, kinds: [uniform(-1, 1), uniform(-25, 25), either(sized(-1074, 0))], fixed: [22, 21.9, 700] },
].map((entry) => entry as Case);

describe("elementary functions against big-integer series", () => {
  for (const { name, bound, kinds, fixed } of CASES) {
    if (name === "power") continue;
    test(`${name} is within ${bound} ulp of the truth (seed ${SEED})`, () => {
      const random = seededRandom(SEED);
      const points = [...kinds.flatMap((kind) => Array.from({ length: POINTS }, () => kind(random))), ...(fixed ?? [])];
      const of = truth[name] as (x: number) => Truth;
      check(
        name,
        bound,
        points.filter((x) => x !== 0),
        (x) => ({ found: math[name as "exp"](x), wanted: of(x) }),
      );
    });
  }

  test(`power is within 1 ulp of the truth (seed ${SEED})`, () => {
    const random = seededRandom(SEED);
    const bases = [uniform(0.5, 2), uniform(0.99, 1.01), sized(-1074, 1024), uniform(0, 100)];
    const pairs = bases.flatMap((kind) =>
      Array.from({ length: POINTS }, () => {
        const x = kind(random) || 1.5;
        return [x, (random() * 1480 - 745) / math.log(x)] as const;
      }),
    );
    const ordinary = Array.from({ length: POINTS }, () => [100 * random() + 0.01, 20 * random() - 10] as const);
    check("power", 1, [...pairs, ...ordinary], ([x, y]) => ({ found: math.power(x, y), wanted: truth.power(x, y) }));
  });
});

test(`beyond 2²⁶·π/2 sin and cos stay in [−1, 1] and lose about an ulp of their argument (seed ${SEED})`, () => {
  const random = seededRandom(SEED);
  for (let k = 0; k < POINTS; k++) {
    const x = sized(27, 50)(random);
    for (const name of ["sin", "cos"] as const) {
      const found = math[name](x);
      const { digits, bits } = truth[name](x);
      const wanted = Number(digits >> BigInt(bits - 80)) / 1.2089258196146292e24;
      expect(Math.abs(found - wanted), `${name}(${x})`).toBeLessThanOrEqual(2 * x * Number.EPSILON);
      expect(Math.abs(math[name](x * 1e200))).toBeLessThanOrEqual(1);
    }
  }
});

function check<P>(name: string, bound: number, points: readonly P[], at: (point: P) => { found: number; wanted: Truth }): void {
  let worst: { point: P | undefined; ulps: number } = { point: undefined, ulps: 0 };
  for (const point of points) {
    const { found, wanted } = at(point);
    const ulps = ulpsBetween(found, wanted);
    if (ulps > worst.ulps) worst = { point, ulps };
  }
  if (process.env.ACCURACY_REPORT !== undefined)
    console.log(`${name}: ${worst.ulps.toFixed(3)} ulp at ${String(worst.point)} of ${points.length}`);
  expect(worst.ulps, `worst at ${String(worst.point)}`).toBeLessThanOrEqual(bound);
}

function trigonometric(name: "sin" | "cos" | "tan"): Case {
  const halfPi = Math.PI / 2;
  return {
    name,
    bound: 1,
    kinds: [
      uniform(-1, 1),
      uniform(-10, 10),
      either(sized(-1074, 0)),
      either(sized(0, 26)),
      nearMultiples(halfPi / 2, 100),
      nearMultiples(halfPi, 67108864),
    ],
    fixed: [105414357.85197645, 1e8, 6381956.970095103, 355, 103993],
  };
}

function positive(kind: Kind): Kind {
  return (random) => Math.abs(kind(random));
}

function powerOfTwo(n: number): number {
  let value = 1;
  for (let k = 0; k < Math.abs(n); k++) value = n > 0 ? value * 2 : value / 2;
  return value;
}
