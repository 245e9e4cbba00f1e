// Integrators of equations with noise, judged path by path: the same Brownian path, seen in longer and in shorter steps.
//
// The steps are the kernels' own, read with the host's numbers (compiler: advanceStepped), so that a test may say what every dW is.

import { advanceStepped, hostLowering } from "@spikefarm/compiler";
import { dynamicsOf, type Method, planComponents, type SteppedComponent } from "@spikefarm/equations";
import { math } from "@spikefarm/numerics";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../numerics/seeded-random.js";
import { bitsOf, modelOf, runModel } from "./run-model.js";

type Point = readonly number[];
type Increments = Readonly<Record<string, number>>;

/** A step of a group's equations, of all of its variables, in declared order. */
function stepperOf(equations: string, method: Method) {
  const group = modelOf({ groups: { G: { equations, method } }, duration: "1*second", outputs: {} }).groups[0]!;
  const dynamics = dynamicsOf(group, { inputs: [], data: [], dtSeconds: 1 });
  const { components, obstacles } = planComponents(dynamics);
  expect(obstacles).toEqual([]);
  const names = [...dynamics.derivatives.keys()];
  return (x: Point, t: number, dt: number, increments: Increments): Point => {
    const next = [...x];
    for (const component of components as readonly SteppedComponent[]) {
      const places = component.variables.map((name) => names.indexOf(name));
      const lookup = ({ name }: { readonly name: string }) => (name === "t" ? t : name === "dt" ? dt : x[names.indexOf(name)]!);
      const start = {
        lowering: hostLowering(lookup, dynamics.isOfParameters),
        x: places.map((place) => x[place]!),
        t,
        dt,
        increment: (noise: string) => increments[noise]!,
      };
      advanceStepped(component, start).forEach((value, at) => {
        next[places[at]!] = value;
      });
    }
    return next;
  };
}

const SEED = 20_260;

/** Increments of `noises` independent Wiener processes over [0, 1] in `steps` steps, for each of `paths`. */
function brownianPaths(paths: number, steps: number, noises: readonly string[]): readonly (readonly Increments[])[] {
  const random = seededRandom(SEED);
  const normal = () => Math.sqrt(-2 * math.log(1 - random())) * math.cos(2 * Math.PI * random());
  return Array.from({ length: paths }, () =>
    Array.from({ length: steps }, () => Object.fromEntries(noises.map((noise) => [noise, normal() * Math.sqrt(1 / steps)]))),
  );
}

/** The same path in steps `factor` times as long. */
function coarser(path: readonly Increments[], factor: number): readonly Increments[] {
  return Array.from({ length: path.length / factor }, (_, k) => {
    const part = path.slice(k * factor, (k + 1) * factor);
    return Object.fromEntries(Object.keys(part[0]!).map((noise) => [noise, part.reduce((sum, each) => sum + each[noise]!, 0)]));
  });
}

function endOf(step: ReturnType<typeof stepperOf>, start: Point, path: readonly Increments[]): Point {
  const dt = 1 / path.length;
  return path.reduce((x, increments, k) => step(x, k * dt, dt, increments), start);
}

/** The slope of the mean error at t = 1 over the step, on a logarithmic scale. */
function strongOrder(of: {
  readonly step: ReturnType<typeof stepperOf>;
  readonly start: Point;
  readonly paths: readonly (readonly Increments[])[];
  readonly truth: (path: readonly Increments[]) => Point;
  readonly factors: readonly number[];
}): number {
  const truths = of.paths.map(of.truth);
  const errors = of.factors.map((factor) => {
    const each = of.paths.map((path, at) => {
      const end = endOf(of.step, of.start, coarser(path, factor));
      return Math.max(...end.map((value, place) => Math.abs(value - truths[at]![place]!)));
    });
    return each.reduce((sum, error) => sum + error, 0) / each.length;
  });
  const [x, y] = [of.factors.map(math.log), errors.map(math.log)];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = x.map((value) => value - mean(x));
  return centred.reduce((sum, value, k) => sum + value * y[k]!, 0) / centred.reduce((sum, value) => sum + value * value, 0);
}

// A slope from some hundred paths is right to some hundredths; the bounds leave several times that.
describe(`the strong order of convergence (seed ${SEED})`, () => {
  const total = (path: readonly Increments[], noise: string) => path.reduce((sum, each) => sum + each[noise]!, 0);
  const expectOrder = (order: number, expected: number) => {
    expect(order).toBeGreaterThan(expected - 0.15);
    expect(order).toBeLessThan(expected + 0.15);
  };

  it("of euler is 1 for additive noise", () => {
    const paths = brownianPaths(40, 1024, ["xi"]);
    const step = stepperOf("dx/dt = (1 - x - x**3)/second + 0.7*xi/second**0.5 : 1", "euler");
    const truth = (path: readonly Increments[]) => endOf(step, [0.5], path);
    expectOrder(strongOrder({ step, start: [0.5], paths, truth, factors: [32, 64, 128, 256] }), 1);
  });

  it("of heun is 1 for one multiplicative noise, towards Stratonovich's solution", () => {
    // dx = a·x·dt + b·x∘dW has the solution exp(a·t + b·W).
    const paths = brownianPaths(100, 128, ["xi"]);
    const step = stepperOf("dx/dt = -0.5*x/second + 0.8*x*xi/second**0.5 : 1", "heun");
    const truth = (path: readonly Increments[]) => [math.exp(-0.5 + 0.8 * total(path, "xi"))];
    expectOrder(strongOrder({ step, start: [1], paths, truth, factors: [1, 2, 4, 8] }), 1);
  });

  it("of milstein is 1 without drift, for a noise of its own for each variable", () => {
    const paths = brownianPaths(100, 128, ["xi_a", "xi_b"]);
    const step = stepperOf("dx/dt = 0.6*x*xi_a/second**0.5 : 1\ndy/dt = 0.5*(1 + y)*xi_b/second**0.5 : 1", "milstein");
    const truth = (path: readonly Increments[]) => [math.exp(0.6 * total(path, "xi_a")), math.exp(0.5 * total(path, "xi_b")) - 1];
    expectOrder(strongOrder({ step, start: [1, 0], paths, truth, factors: [1, 2, 4, 8] }), 1);
  });

  it("of milstein falls to 1/2 with drift, as Brian 2's does: its support has the drift too", () => {
    const paths = brownianPaths(100, 256, ["xi"]);
    const step = stepperOf("dx/dt = -0.5*x/second + 0.8*x*xi/second**0.5 : 1", "milstein");
    const truth = (path: readonly Increments[]) => [math.exp(-0.5 + 0.8 * total(path, "xi"))];
    expectOrder(strongOrder({ step, start: [1], paths, truth, factors: [1, 2, 4, 8] }), 0.5);
  });

  it("of heun falls to 1/2 where the order of two noises matters", () => {
    // z is Lévy's area: no method that sees only dW can do better.
    const paths = brownianPaths(100, 1024, ["xi_a", "xi_b"]);
    const equations = ["dx/dt = xi_a/second**0.5 : 1", "dy/dt = xi_b/second**0.5 : 1", "dz/dt = (x*xi_b - y*xi_a)/second**0.5 : 1"];
    const step = stepperOf(equations.join("\n"), "heun");
    const truth = (path: readonly Increments[]) =>
      path.reduce(([x, y, z], { xi_a: a, xi_b: b }) => [x! + a!, y! + b!, z! + x! * b! - y! * a!], [0, 0, 0]);
    expectOrder(strongOrder({ step, start: [0, 0, 0], paths, truth, factors: [32, 64, 128, 256] }), 0.5);
  });
});

describe("one step", () => {
  const [x, t, dt, dW] = [1.5, 0.25, 0.0625, -0.375];
  const f = (u: number) => 1 - u;
  const g = (u: number, time: number) => 0.5 * u * (1 + time);
  const equation = "dx/dt = (1 - x)/second + 0.5*x*(1 + t/second)*xi/second**0.5 : 1";

  it("of heun is the page's: its support has the noise only, its second strength the end of the step", () => {
    const support = x + g(x, t) * dW;
    const expected = x + dt * f(x) + (g(x, t) + g(support, t + dt)) * dW * 0.5;
    expect(stepperOf(equation, "heun")([x], t, dt, { xi: dW })[0]).toBeCloseTo(expected, 15);
  });

  it("of milstein is the page's, with dW² for Stratonovich", () => {
    const support = x + dt * f(x) + g(x, t) * Math.sqrt(dt);
    const expected = x + dt * f(x) + g(x, t) * dW + ((g(support, t) - g(x, t)) * dW * dW) / (2 * Math.sqrt(dt));
    expect(stepperOf(equation, "milstein")([x], t, dt, { xi: dW })[0]).toBeCloseTo(expected, 15);
  });

  it("of euler adds the strength times dW: ten equal steps add ten times that", () => {
    const step = stepperOf("dx/dt = 0.25*xi/second**0.5 : 1", "euler");
    const increment = 0.5 * Math.sqrt(dt);
    let value: Point = [0];
    for (let k = 0; k < 10; k++) value = step(value, k * dt, dt, { xi: increment });
    expect(value[0]).toBe(10 * 0.25 * increment);
  });

  it("of two equations with one noise moves both by the same dW, with two noises each by its own", () => {
    const shared = stepperOf("dx/dt = xi_a/second**0.5 : 1\ndy/dt = 2*xi_a/second**0.5 : 1", "euler")([0, 0], 0, dt, { xi_a: dW });
    expect(shared).toEqual([dW, 2 * dW]);
    const apart = stepperOf("dx/dt = xi_a/second**0.5 : 1\ndy/dt = xi_b/second**0.5 - xi_a/second**0.5 : 1", "euler")([0, 0], 0, dt, {
      xi_a: dW,
      xi_b: 1,
    });
    expect(apart).toEqual([dW, 1 - dW]);
  });

  it("divides the noise with the rest of an equation by a common time constant", () => {
    const step = stepperOf("dx/dt = -(x - 4*second**0.5*xi)/(2*second) : 1", "euler");
    expect(step([1], 0, dt, { xi: dW })[0]).toBe(1 + dt * -0.5 + 2 * dW);
  });
});

describe("in a kernel", () => {
  // w is emptied before every update, so that its trace is dW itself.
  const traced = (equation: string, method: Method) =>
    runModel({
      groups: {
        G: {
          equations: `${equation}\ndw/dt = xi_1/second**0.5 : 1`,
          method,
          initial: { x: 1.5 },
          every: { code: "w = 0", when: "before_groups" },
        },
      },
      dt: "1*ms",
      duration: "200*ms",
      outputs: { x: "trace(G.x)", w: "trace(G.w)" },
    });

  it.each([
    ["euler", "dx/dt = (1 - x**3)/second + 0.5*xi_1/second**0.5 : 1"],
    ["heun", "dx/dt = (1 - x)/second + 0.5*x*(1 + t/second)*xi_1/second**0.5 : 1"],
  ] as const)("%s takes the host's steps, to the bit", (method, equation) => {
    const ran = traced(equation, method);
    const [xs, increments] = [ran.numbers("x"), ran.numbers("w").slice(1)];
    expect(new Set(increments).size).toBe(increments.length);
    const step = stepperOf(equation, method);
    const expected = [1.5];
    for (const [k, dW] of increments.entries()) expected.push(step([expected[k]!], k * 1e-3, 1e-3, { xi_1: dW })[0]!);
    expect(bitsOf(xs)).toBe(bitsOf(expected));
  });

  const ELEMENTS = 20_000;
  const many = (equation: string, method: Method, start: number) =>
    runModel({
      parameters: { tau: "10*ms", sigma: 0.5 },
      groups: { G: { size: ELEMENTS, equations: equation, method, initial: { x: start } } },
      duration: "100*ms",
      outputs: { x: "final(G.x)", late: "trace(G.x, every=10, from=80*ms)" },
    });
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  // A mean is off by four of its standard errors for one seed in 16,000, and the seed here is always the same.
  it("an Ornstein–Uhlenbeck process by euler has the variance σ²/(1 − dt/2τ) and the correlation 0.99ᵏ after k steps", () => {
    const late = many("dx/dt = -x/tau + sigma*sqrt(2/tau)*xi : 1", "euler", 0).numbers("late");
    const samples = late.length / ELEMENTS;
    expect(samples).toBe(20);
    const earlier = (milliseconds: number) => Array.from({ length: ELEMENTS }, (_, at) => late[(at + 1) * samples - 1 - milliseconds]!);
    const last = earlier(0);
    const covariance = (milliseconds: number) => mean(earlier(milliseconds).map((value, at) => value * last[at]!)) / 0.25;
    expect(Math.abs(covariance(0) - 1.0050251256)).toBeLessThan(4 * Math.sqrt(2 / ELEMENTS));
    expect(Math.abs(covariance(1) / covariance(0) - 0.9043820750088043)).toBeLessThan(4 * Math.sqrt(1 / ELEMENTS));
    expect(Math.abs(covariance(10) / covariance(0) - 0.3660323412732292)).toBeLessThan(4 * Math.sqrt(1 / ELEMENTS));
  });

  it.each(["heun", "milstein"] as const)(
    "multiplicative noise by %s has Stratonovich's solution: its logarithm is normal about 0",
    (method) => {
      const logs = many("dx/dt = sigma*x*xi*tau**-0.5 : 1", method, 1)
        .numbers("x")
        .map(math.log)
        .sort((a, b) => a - b);
      const variance = 0.25 * 10;
      expect(Math.abs(mean(logs))).toBeLessThan(4 * Math.sqrt(variance / ELEMENTS));
      expect(Math.abs(logs[ELEMENTS / 2]!)).toBeLessThan(4 * 1.2533 * Math.sqrt(variance / ELEMENTS));
      expect(Math.abs(mean(logs.map((value) => value * value)) / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / ELEMENTS) + 0.01);
    },
  );
});
