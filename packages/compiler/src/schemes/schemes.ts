// The integrators that step: each is its page, to be read beside it. `exact` is not among them (exact-single.ts, propagator.ts).
//
// Noise is understood in the sense of Stratonovich, as Brian 2 does: the limit of smooth noise, for which the rules of calculus hold. Additive noise
// is the same in every sense.

import type { SteppedComponent } from "@spikefarm/equations";
import { type Scheme, scheme } from "./scheme.js";

/** Euler 1768; with additive noise Maruyama 1955 (Kloeden & Platen 1992, 10.2). Order 1; strong order 1 for additive noise. */
const euler = scheme`
  x += dt*f(x, t) + g(x, t)*dW
`;

/** The midpoint rule (Runge 1895; Hairer, Nørsett & Wanner 1993, II.1, table 1.1). Order 2, no noise. */
const rk2 = scheme`
  k = dt*f(x, t)
  x += dt*f(x + k/2, t + dt/2)
`;

/** The classic Runge–Kutta method (Kutta 1901; Hairer, Nørsett & Wanner 1993, II.1, table 1.2). Order 4, no noise. */
const rk4 = scheme`
  k1 = dt*f(x, t)
  k2 = dt*f(x + k1/2, t + dt/2)
  k3 = dt*f(x + k2/2, t + dt/2)
  k4 = dt*f(x + k3, t + dt)
  x += (k1 + 2*k2 + 2*k3 + k4)/6
`;

/**
 * Each equation dx/dt = a·x + b solved as if a and b stood still for the step (MacGregor 1987; Hochbruck & Ostermann 2010, 2.1 for the form with
 * exprel, z ↦ (eᶻ − 1)/z, which is right where a is 0). Order 1, no noise; exact where a and b do stand still.
 */
const exponentialEuler = scheme`
  x += dt*exprel(a(x, t)*dt)*f(x, t)
`;

/**
 * Heun's method for Stratonovich's equations, its drift by Euler's (Rümelin 1982, without the drift's corrector; the same lines as Brian 2's). Strong
 * order 1 for one noise, 1/2 where noises do not commute.
 */
const heun = scheme`
  s = x + g(x, t)*dW
  x += dt*f(x, t) + (g(x, t) + g(s, t + dt))*dW/2
`;

/**
 * Milstein's method for diagonal noise, derivative-free, for Stratonovich's equations (Kloeden & Platen 1992, 11.1 with dW² for dW² − dt; the same
 * lines as Brian 2's). Strong order 1 without drift; with it 1/2, because the drift in the support does not average out against dW².
 */
const milstein = scheme`
  s = x + dt*f(x, t) + g(x, t)*sqrt(dt)
  x += dt*f(x, t) + g(x, t)*dW + (g(s, t) - g(x, t))*dW**2/(2*sqrt(dt))
`;

export const SCHEMES: Readonly<Record<SteppedComponent["method"], Scheme>> = {
  euler,
  rk2,
  rk4,
  exponential_euler: exponentialEuler,
  heun,
  milstein,
};
