import { describe, expect, test } from "vitest";
import { moduleRandom, type RandomKey } from "../../services/worker/src/thread/module-random.js";

const KEY: RandomKey = { seed: 7, repeat: 0, parameters: { x: 1.5, name: "a", flag: true } };
const draw = (key: RandomKey, count: number): number[] => {
  const random = moduleRandom(key);
  return Array.from({ length: count }, () => random());
};

describe("IDENTITY 16: a module's numbers", () => {
  test("are the same for equal seed, repeat and parameter values, in whatever order these are written", () => {
    expect(draw({ ...KEY, parameters: { flag: true, name: "a", x: 1.5 } }, 9)).toEqual(draw(KEY, 9));
  });

  const others: [string, RandomKey][] = [
    ["seed", { ...KEY, seed: 8 }],
    ["repeat", { ...KEY, repeat: 1 }],
    ["parameter value", { ...KEY, parameters: { ...KEY.parameters, x: 1.6 } }],
    ["parameter name", { ...KEY, parameters: { y: 1.5, name: "a", flag: true } }],
  ];
  test.each(others)("differ with the %s", (_what, other) => {
    const numbers = new Set([...draw(KEY, 50), ...draw(other, 50)]);
    expect(numbers.size).toBe(100);
  });
});

test("IDENTITY 17: uniforms lie in (0, 1) and have the moments of the uniform distribution", () => {
  const numbers = draw(KEY, 20_000);
  expect(numbers.every((u) => u > 0 && u < 1)).toBe(true);
  // Standard errors: mean 0.0020, variance 0.0005.
  expect(Math.abs(mean(numbers) - 1 / 2)).toBeLessThan(0.008);
  expect(Math.abs(variance(numbers) - 1 / 12)).toBeLessThan(0.002);
});

test("IDENTITY 17: normals have mean 0, variance 1 and the tails of the normal distribution", () => {
  const random = moduleRandom(KEY);
  const numbers = Array.from({ length: 20_000 }, () => random.normal());
  expect(Math.abs(mean(numbers))).toBeLessThan(0.03);
  expect(Math.abs(variance(numbers) - 1)).toBeLessThan(0.04);
  // P(|z| > 1.96) = 0.05, standard error 0.0015.
  const outside = numbers.filter((z) => Math.abs(z) > 1.959964).length / numbers.length;
  expect(Math.abs(outside - 0.05)).toBeLessThan(0.006);
});

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
function variance(numbers: readonly number[]): number {
  const center = mean(numbers);
  return mean(numbers.map((x) => (x - center) * (x - center)));
}
