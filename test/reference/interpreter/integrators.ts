// One step of a system of stochastic differential equations, dx/dt = f(x, t) + Σ g(x, t)·ξ, by each integrator's textbook formula.
//
// A system is known only by its right-hand side, with the white noise ξ as one of its arguments: f is what it is without noise, and g of a
// noise what a noise of 1 adds. dW = √dt·randn() is one number a noise and a step, whatever equations it stands in.

import { math } from "@spikefarm/numerics";
import { exactStep } from "./exact-step.js";
import type { Integrator } from "./trial.js";

export type Vector = readonly number[];

export interface System {
  /** The right-hand side of one equation, where the named noise is 1 and all others are 0. */
  readonly rightHandSide: (index: number, x: Vector, t: number, noise?: string) => number;
  /** dW of each noise in this step. */
  readonly noises: ReadonlyMap<string, number>;
}

type Step = (system: System, x: Vector, t: number, dt: number) => Vector;

const zip = (x: Vector, y: Vector, combine: (a: number, b: number) => number): Vector => x.map((value, index) => combine(value, y[index]!));

/** The drift. */
const f = (system: System, x: Vector, t: number): Vector => x.map((_, index) => system.rightHandSide(index, x, t));

/** How a noise enters. */
const g = (system: System, noise: string, x: Vector, t: number): Vector =>
  x.map((_, index) => system.rightHandSide(index, x, t, noise) - system.rightHandSide(index, x, t));

/** x + Σ g·dW, noise by noise. */
const plusNoise = (system: System, x: Vector, terms: (noise: string, dW: number) => Vector): Vector =>
  [...system.noises].reduce((sum: Vector, [noise, dW]) => zip(sum, terms(noise, dW), (a, b) => a + b), x);

/** Euler 1768; with noise Maruyama 1955. */
const euler: Step = (system, x, t, dt) => {
  const drifted = zip(x, f(system, x, t), (a, slope) => a + dt * slope);
  return plusNoise(system, drifted, (noise, dW) => g(system, noise, x, t).map((value) => value * dW));
};

/** The midpoint method (Hairer, Nørsett & Wanner 1993, II.1). */
const rk2: Step = (system, x, t, dt) => {
  const k = f(system, x, t).map((slope) => dt * slope);
  const middle = zip(x, k, (a, b) => a + b / 2);
  return zip(x, f(system, middle, t + dt / 2), (a, slope) => a + dt * slope);
};

/** The classic Runge–Kutta method (Hairer, Nørsett & Wanner 1993, II.1, table 1.2); its division by 6 is a reciprocal's (IDENTITY 5). */
const rk4: Step = (system, x, t, dt) => {
  const stage = (at: Vector, time: number) => f(system, at, time).map((slope) => dt * slope);
  const k1 = stage(x, t);
  const k2 = stage(
    zip(x, k1, (a, b) => a + b / 2),
    t + dt / 2,
  );
  const k3 = stage(
    zip(x, k2, (a, b) => a + b / 2),
    t + dt / 2,
  );
  const k4 = stage(
    zip(x, k3, (a, b) => a + b),
    t + dt,
  );
  return x.map((a, index) => a + (k1[index]! + 2 * k2[index]! + 2 * k3[index]! + k4[index]!) * (1 / 6));
};

/** With the others held, each equation is dx/dt = A·x + B: its solution is x + dt·(A·x + B)·(e^{A·dt} − 1)/(A·dt) (MacGregor 1987). */
const exponentialEuler: Step = (system, x, t, dt) => {
  const slopes = f(system, x, t);
  return x.map((value, index) => {
    const slopeAt = (other: number) => system.rightHandSide(index, x.with(index, other), t);
    const a = slopeAt(1) - slopeAt(0);
    return value + dt * slopes[index]! * math.exprel(a * dt);
  });
};

/** Heun's stochastic method, Stratonovich, with the drift of Euler's (Brian 2's `heun`; Kloeden & Platen 1992, 14.5). */
const heun: Step = (system, x, t, dt) => {
  const support = plusNoise(system, x, (noise, dW) => g(system, noise, x, t).map((value) => value * dW));
  const drifted = zip(x, f(system, x, t), (a, slope) => a + dt * slope);
  return plusNoise(system, drifted, (noise, dW) =>
    zip(g(system, noise, x, t), g(system, noise, support, t + dt), (before, after) => 0.5 * dW * (before + after)),
  );
};

/** The derivative-free Milstein method, Stratonovich: dW² and not dW² − dt (Brian 2's `milstein`; Kloeden & Platen 1992, 11.1). */
const milstein: Step = (system, x, t, dt) => {
  const drift = f(system, x, t);
  const diffusions = [...system.noises.keys()].map((noise) => [noise, g(system, noise, x, t)] as const);
  const total = diffusions.reduce(
    (sum: Vector, [, diffusion]) => zip(sum, diffusion, (a, b) => a + b),
    x.map(() => 0),
  );
  const root = Math.sqrt(dt);
  const support = x.map((a, index) => a + dt * drift[index]! + root * total[index]!);
  const drifted = zip(x, drift, (a, slope) => a + dt * slope);
  return diffusions.reduce((sum: Vector, [noise, diffusion]) => {
    const dW = system.noises.get(noise)!;
    const changed = g(system, noise, support, t);
    return sum.map((a, index) => a + diffusion[index]! * dW + ((changed[index]! - diffusion[index]!) * dW * dW) / (2 * root));
  }, drifted);
};

/** The solution of a linear system. */
const exact: Step = (system, x, t, dt) => exactStep({ state: x, derivative: (state) => f(system, state, t), dt });

export const INTEGRATORS: Readonly<Record<Integrator, Step>> = {
  exact,
  euler,
  rk2,
  rk4,
  exponential_euler: exponentialEuler,
  heun,
  milstein,
};
