// Noise against the moments of the processes it makes: rows 10 and 11. Each assertion fails by chance with the probability it states; the seeds are
// fixed, so that it fails in every run or in none.

import { describe, expect, it } from "vitest";
import { modelOf, problemsOf, runOracle, upTo } from "./run-oracle.js";

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("#10: an Ornstein–Uhlenbeck process by euler, dx/dt = −x/τ + σ·√(2/τ)·ξ, τ = 10 ms, σ = 1", () => {
  const process = (size: number, duration: string, outputs: Record<string, string>) => ({
    groups: {
      G: {
        size,
        equations: "dx/dt = -x/(10*ms) + sqrt(2/(10*ms))*xi : 1",
        method: "euler",
        initial: { x: "sqrt(1.0050251256281406)*randn()" },
      },
    },
    duration,
    outputs,
  });

  it("has the variance σ²/(1 − dt/2τ) = 1.00502… within 4 standard errors (p = 6e-5)", () => {
    const [size, seconds, tau] = [1000, 2, 0.01];
    const ran = runOracle(process(size, `${seconds}*second`, { mean: "time_mean(G.x)", sd: "time_sd(G.x)" }), { seed: 1 });
    const means = ran("mean");
    const variance = mean(ran("sd").map((sd, element) => sd * sd + means[element]! * means[element]!));
    // x² is correlated with itself over τ/2, to either side.
    const standardError = Math.sqrt(2 / ((size * seconds) / tau));
    expect(Math.abs(variance - 1.0050251256281406)).toBeLessThan(4 * standardError);
  });

  it("is correlated by .99^k over k steps: .904 after 1 ms, .366 after 10 ms, within 4 standard errors (p = 6e-5 each)", () => {
    const [size, samples, tauSamples] = [400, 1000, 10];
    const x = runOracle(process(size, "1*second", { x: "trace(G.x, every=10)" }), { seed: 2 })("x");
    const rows = upTo(size).map((element) => x.slice(element * samples, (element + 1) * samples));
    const covariance = (lag: number) => mean(rows.flatMap((row) => row.slice(lag).map((value, k) => value * row[k]!)));
    const standardError = 1 / Math.sqrt((size * samples) / (2 * tauSamples));
    for (const [lag, expected] of [
      [1, 0.99 ** 10],
      [10, 0.99 ** 100],
    ] as const) {
      expect(Math.abs(covariance(lag) / covariance(0) - expected), `after ${lag} ms`).toBeLessThan(4 * standardError * (1 - expected ** 2));
    }
  });
});

describe("#11: multiplicative noise, dx/dt = σ·x·ξ from 1, is Stratonovich's", () => {
  const model = (method: string, size = 20_000) => ({
    groups: { G: { size, equations: "dx/dt = 5*second**-0.5*x*xi : 1", method, initial: { x: 1 } } },
    duration: "10*ms",
    outputs: { x: "final(G.x)" },
  });
  const SIGMA_SQUARED_T = 25 * 0.01;

  it.each(["heun", "milstein"])("by %s its median is 1 and its mean e^(σ²t/2), within 4 standard errors (p = 6e-5 each)", (method) => {
    const x = runOracle(model(method), { seed: 3 })("x");
    const below = x.filter((value) => value < 1).length;
    expect(Math.abs(below - x.length / 2)).toBeLessThan((4 * Math.sqrt(x.length)) / 2);
    const spread = Math.sqrt((Math.exp(SIGMA_SQUARED_T) - 1) * Math.exp(SIGMA_SQUARED_T));
    expect(Math.abs(mean(x) - Math.exp(SIGMA_SQUARED_T / 2))).toBeLessThan((4 * spread) / Math.sqrt(x.length));
  });

  it("is refused by euler, which would make it Itô's", () => {
    expect(problemsOf(model("euler", 1))).toHaveLength(1);
    expect(modelOf(model("heun", 1)).groups[0]!.method).toBe("heun");
  });
});
