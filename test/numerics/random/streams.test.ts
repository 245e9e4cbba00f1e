// Which numbers a stream gives: keys as their texts say, uniforms against a second implementation in big integers.

import { createHash } from "node:crypto";
import { binomialAt, classKey, normalAt, philox4x32, poissonAt, type StreamKey, streamKey, uniformAt } from "@spikefarm/numerics";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../seeded-random.js";

const SCOPE = { class: "noise", seed: 7, repeat: 3, policy: "trial", values: { tau: 0.01, I: 2, mode: "fast" } } as const;
const STREAM = { object: "G", code: "xi", target: "", ordinal: 0 };

const hashOf = (...parts: (Uint8Array | string)[]) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();

describe("keys", () => {
  test.each([
    ["trial", '["spikefarm random 1","noise",7,3,{"I":2,"mode":"fast","tau":0.01}]'],
    ["repeat", '["spikefarm random 1","noise",7,3,null]'],
    ["sweep", '["spikefarm random 1","noise",7,null,null]'],
  ] as const)("IDENTITY 16: under the policy %s a class's key is the hash of %s", (policy, text) => {
    expect(Buffer.from(classKey({ ...SCOPE, policy })).equals(hashOf(text))).toBe(true);
  });

  test("IDENTITY 17: a stream's key is the first two words of the hash of its class's key and its name", () => {
    const key = classKey(SCOPE);
    const digest = hashOf(key, '["Grüße","reset","v",2]');
    const found = streamKey(key, { object: "Grüße", code: "reset", target: "v", ordinal: 2 });
    expect(found).toEqual([digest.readUInt32LE(0), digest.readUInt32LE(4)]);
  });

  test("IDENTITY 16, 17: whatever a key depends on changes it, and the order in which values are given does not", () => {
    const scopes = [
      SCOPE,
      { ...SCOPE, class: "input" },
      { ...SCOPE, seed: 8 },
      { ...SCOPE, repeat: 4 },
      { ...SCOPE, values: { ...SCOPE.values, I: 2.5 } },
      { ...SCOPE, values: { tau: 0.01, J: 2, mode: "fast" } },
    ];
    const streams = [
      STREAM,
      { ...STREAM, object: "H" },
      { ...STREAM, code: "reset" },
      { ...STREAM, target: "v" },
      { ...STREAM, ordinal: 1 },
    ];
    const keys = scopes.flatMap((scope) => streams.map((stream) => streamKey(classKey(scope), stream).join(" ")));
    expect(new Set(keys).size).toBe(scopes.length * streams.length);
    const reordered = classKey({ ...SCOPE, values: { mode: "fast", I: 2, tau: 0.01 } });
    expect(reordered).toEqual(classKey(SCOPE));
  });
});

describe("uniforms", () => {
  const random = seededRandom(5);
  const word = () => Math.floor(random() * 4294967296);
  const steps = [0, 1, 2, 3, 9, 4294967295, 4294967296, 8589934591, 8589934592, 8589934593, 2 ** 53 - 1, 2 ** 53 - 2];

  test("IDENTITY 17: counter, halves and rounding are as written (seed 5)", () => {
    for (let round = 0; round < 200; round++) {
      const key: StreamKey = [word(), word()];
      const [element, draw] = [word(), word()];
      const step = steps[round] ?? Math.floor(random() * 1e10);
      expect(uniformAt(key, element, step, draw)).toBe(slowUniform(key, element, step, draw));
    }
  });

  test("IDENTITY 17: one block serves steps 2k and 2k + 1, and every step, element and draw has numbers of its own (seed 5)", () => {
    const key: StreamKey = [word(), word()];
    const found = new Set<number>();
    for (let step = 0; step < 20; step++) {
      for (let element = 0; element < 20; element++) for (let draw = 0; draw < 5; draw++) found.add(uniformAt(key, element, step, draw));
    }
    expect(found.size).toBe(2000);
  });
});

describe("counts", () => {
  const key: StreamKey = [1, 2];

  test("a Poisson count without a possible mean is NaN; of mean 0 it is 0", () => {
    for (const lambda of [-1, Number.NaN, Number.POSITIVE_INFINITY, 1048577]) expect(poissonAt(key, 0, 0, lambda)).toBeNaN();
    expect(poissonAt(key, 0, 0, 0)).toBe(0);
    expect(poissonAt(key, 0, 0, -0)).toBe(0);
    expect(poissonAt(key, 0, 1, 5e-324)).toBe(0);
  });

  test("a binomial count without possible trials or chance is NaN; without trials or chance it is 0, with certainty n", () => {
    for (const n of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2147483649]) expect(binomialAt(key, 0, 0, n, 0.5)).toBeNaN();
    for (const p of [-0.1, 1.1, Number.NaN]) expect(binomialAt(key, 0, 0, 10, p)).toBeNaN();
    expect(binomialAt(key, 0, 0, 2147483648, 0.5)).toBeNaN();
    for (let step = 0; step < 50; step++) {
      expect(binomialAt(key, 0, step, 0, 0.5)).toBe(0);
      expect(binomialAt(key, 0, step, 1000, 0)).toBe(0);
      expect(binomialAt(key, 0, step, 1000, 1)).toBe(1000);
      expect(binomialAt(key, 0, step, 3, 0.9999)).toBeLessThanOrEqual(3);
    }
  });

  test("IDENTITY 17: a small count inverts draw 0 of its step", () => {
    for (let step = 0; step < 2000; step++) {
      const u = uniformAt(key, step % 7, step, 0);
      expect(poissonAt(key, step % 7, step, 2.5)).toBe(slowCount(u, (k) => (Math.exp(-2.5) * 2.5 ** k) / factorial(k)));
      const choose = (k: number) => factorial(12) / (factorial(k) * factorial(12 - k));
      expect(binomialAt(key, step % 7, step, 12, 0.3)).toBe(slowCount(u, (k) => choose(k) * 0.3 ** k * 0.7 ** (12 - k)));
    }
  });

  test("IDENTITY 17: a larger mean is the sum of chunks, draw by draw", () => {
    for (let step = 0; step < 50; step++) {
      // 3 chunks of mean 40/3.
      const chunk = (k: number) => Math.exp(-40 / 3 + k * Math.log(40 / 3) - logFactorial(k));
      const wanted = [0, 1, 2].reduce((sum, draw) => sum + slowCount(uniformAt(key, 5, step, draw), chunk), 0);
      expect(poissonAt(key, 5, step, 40)).toBe(wanted);
    }
  });
});

test("IDENTITY 17: a normal is Box and Muller's of the block of its pair of steps", () => {
  const key: StreamKey = [11, 12];
  for (let step = 0; step < 500; step += 2) {
    const radius = Math.sqrt(-2 * Math.log(uniformAt(key, 3, step, 0)));
    const angle = 2 * Math.PI * uniformAt(key, 3, step + 1, 0);
    expect(Math.abs(normalAt(key, 3, step) - radius * Math.cos(angle))).toBeLessThan(1e-14);
    expect(Math.abs(normalAt(key, 3, step + 1) - radius * Math.sin(angle))).toBeLessThan(1e-14);
  }
});

/** IDENTITY 17 as it is written, the sum rounded by the conversion of an exact quotient. */
function slowUniform(key: StreamKey, element: number, step: number, draw: number): number {
  const pair = BigInt(step) / 2n;
  const counter = Uint32Array.of(element, Number(pair & 0xffffffffn), Number(pair >> 32n), draw);
  const words = [...philox4x32(counter, Uint32Array.from(key))].map(BigInt);
  const bits = step % 2 === 0 ? words[0]! | (words[1]! << 32n) : words[2]! | (words[3]! << 32n);
  const halves = (bits >> 11n) * 2n + 1n;
  return Math.min(Number(halves) / 2 ** 54, 1 - 2 ** -53);
}

/** The smallest k whose cumulative probability is u or more. */
function slowCount(u: number, probability: (k: number) => number): number {
  let sum = probability(0);
  let k = 0;
  for (; sum < u && k < 200; sum += probability(k)) k++;
  return k;
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

function logFactorial(n: number): number {
  return n < 2 ? 0 : Math.log(n) + logFactorial(n - 1);
}
