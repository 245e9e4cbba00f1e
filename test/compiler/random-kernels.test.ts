// IDENTITY 16 and 17 in kernels: a kernel draws what the host draws, to the bit, whatever slices it is called in.

import { lowerBinomial, lowerPoisson, lowerRand, lowerRandn, type Value } from "@spikefarm/compiler";
import { binomialAt, normalAt, poissonAt, uniformAt } from "@spikefarm/numerics";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../numerics/seeded-random.js";
import { kernelOf, type Step } from "./run-program.js";

const SEED = 20261;
const SLOTS = 21;

/** Keys and elements differ from slot to slot; λ, n and p as well. */
function randomSlots(seed: number) {
  const random = seededRandom(seed);
  const word = () => Math.floor(random() * 4294967296);
  const of = (next: () => number) => Array.from({ length: SLOTS }, next);
  const key0 = of(word);
  const key1 = of(word);
  key0[0] = 0;
  key1[0] = 4294967295;
  return { key0, key1, element: of(() => Math.floor(random() * 1e7)), random, of };
}

/** One step of each length from each parity, then slices of every length up to 9. */
const SLICES = [0, 1, 2, 3, 4294967295, 8589934591, 8589934592, 1e15 + 1].flatMap((first) =>
  Array.from({ length: 9 }, (_, length) => [first, first + length + 1] as const),
);

function checkDraws(step: Step, arrays: readonly (readonly number[])[], host: (slot: number, step: number) => readonly number[]): void {
  const run = kernelOf(step, { slots: SLOTS, arrays });
  for (const [from, to] of SLICES) {
    const drawn = Array.from({ length: SLOTS }, (_, slot) => Array.from({ length: to - from }, (_, index) => host(slot, from + index)));
    const values = [...drawn[0]![0]!.keys()];
    const last = values.map((value) => drawn.map((steps) => steps.at(-1)![value]!));
    const sums = values.map((value) => drawn.map((steps) => steps.reduce((sum, ofStep) => sum + ofStep[value]!, 0)));
    expect(run([[from, to]]), `steps ${from} to ${to}`).toMatchObject({ last, sums });
  }
}

describe(`a kernel's draws (seed ${SEED})`, () => {
  it("IDENTITY 17: rand and randn are uniformAt and normalAt to the bit, in slices of every length from even and odd steps", () => {
    const { key0, key1, element } = randomSlots(SEED);
    const step: Step = (builder, { array }) => {
      const draw = { key: [array(0), array(1)], element: array(2) } as const;
      return [lowerRand(builder, draw), lowerRandn(builder, draw)];
    };
    checkDraws(step, [key0, key1, element], (slot, at) => {
      const key = [key0[slot]!, key1[slot]!] as const;
      return [uniformAt(key, element[slot]!, at, 0), normalAt(key, element[slot]!, at)];
    });
  });

  it("IDENTITY 17: poisson is poissonAt to the bit, for means of every size, impossible ones too", () => {
    const { key0, key1, element, random, of } = randomSlots(SEED + 1);
    const lambda = of(() => [0.01, 1, 15.9, 16.1, 100, 1000][Math.floor(6 * random())]! * random());
    [lambda[3], lambda[4], lambda[5], lambda[6]] = [0, -1, Number.NaN, 3000];
    const step: Step = (builder, { array }) => [lowerPoisson(builder, { key: [array(0), array(1)], element: array(2) }, array(3))];
    checkDraws(step, [key0, key1, element, lambda], (slot, at) => [
      poissonAt([key0[slot]!, key1[slot]!], element[slot]!, at, lambda[slot]!),
    ]);
  });

  it("IDENTITY 17: binomial is binomialAt to the bit, for trials and chances of every size, impossible ones too", () => {
    const { key0, key1, element, random, of } = randomSlots(SEED + 2);
    const n = of(() => Math.floor([2, 20, 300, 5000][Math.floor(4 * random())]! * random()));
    const p = of(() => [random(), 1e-3 * random(), 1 - 1e-3 * random()][Math.floor(3 * random())]!);
    [n[3], n[4], n[5]] = [0, 1.5, -2];
    [p[6], p[7], p[8], p[9]] = [0, 1, 1.5, Number.NaN];
    const step: Step = (builder, { array }) => [
      lowerBinomial(builder, { key: [array(0), array(1)], element: array(2) }, { n: array(3), p: array(4) }),
    ];
    checkDraws(step, [key0, key1, element, n, p], (slot, at) => [
      binomialAt([key0[slot]!, key1[slot]!], element[slot]!, at, n[slot]!, p[slot]!),
    ]);
  });

  it("IDENTITY 17: what all slots share is drawn for all at once and is the same number", () => {
    const step: Step = (builder, { uniform }) => {
      const draw = { key: [uniform(0), uniform(1)], element: builder.constant(0) } as const;
      return [lowerRand(builder, draw), lowerRandn(builder, draw), lowerPoisson(builder, draw, builder.constant(20))];
    };
    const run = kernelOf(step, { slots: SLOTS, uniforms: [5, 4294967295] });
    for (const [from, to] of SLICES) {
      const { last } = run([[from, to]]);
      const key = [5, 4294967295] as const;
      const wanted = [uniformAt(key, 0, to - 1, 0), normalAt(key, 0, to - 1), poissonAt(key, 0, to - 1, 20)];
      for (let slot = 0; slot < SLOTS; slot++) expect(last.map((values) => values[slot])).toEqual(wanted);
    }
  });

  it("IDENTITY 17: twenty streams in one step keep apart, also where their numbers meet those of other steps' arithmetic", () => {
    const { key0, element, of, random } = randomSlots(SEED + 3);
    const STREAMS = 20;
    const words = Array.from({ length: STREAMS }, () => of(() => Math.floor(random() * 4294967296)));
    const step: Step = (builder, { array, step: now }) => {
      const draws = words.map((_, stream) => ({ key: [array(0), array(2 + stream)], element: array(1) }) as const);
      const normals = draws.map((draw) => lowerRandn(builder, draw));
      const scaled = normals.map((normal) => builder.multiply(normal, builder.add(now, builder.constant(1))));
      const product = draws.reduce<Value>((all, draw) => builder.multiply(all, lowerRand(builder, draw)), builder.constant(1));
      return [...normals, ...scaled, product];
    };
    checkDraws(step, [key0, element, ...words], (slot, at) => {
      const keys = words.map((ofStream) => [key0[slot]!, ofStream[slot]!] as const);
      const normals = keys.map((key) => normalAt(key, element[slot]!, at));
      const product = keys.reduce((all, key) => all * uniformAt(key, element[slot]!, at, 0), 1);
      return [...normals, ...normals.map((normal) => normal * (at + 1)), product];
    });
  });

  it("a slice cut in two draws what the whole slice draws", () => {
    const { key0, key1, element } = randomSlots(SEED + 4);
    const step: Step = (builder, { array }) => [lowerRandn(builder, { key: [array(0), array(1)], element: array(2) })];
    const run = kernelOf(step, { slots: SLOTS, arrays: [key0, key1, element] });
    const whole = run([[7, 40]]);
    for (let cut = 8; cut < 40; cut++) {
      expect(
        run([
          [7, cut],
          [cut, 40],
        ]),
      ).toEqual(whole);
    }
  });
});

describe("a table", () => {
  const values = [10.5, -3, 7e300, 0.1, 42];

  it("gives the entry of a truncated index, the nearest one beyond its ends, the first for NaN; nothing traps", () => {
    const index = [0, 1, 2.9, 4, 4.5, 5, 1e9, 1e300, Number.POSITIVE_INFINITY, -1, -0.5, Number.NEGATIVE_INFINITY, Number.NaN, 3];
    const wanted = [10.5, -3, 7e300, 42, 42, 42, 42, 42, 42, 10.5, 10.5, 10.5, 10.5, 0.1];
    const step: Step = (builder, { array }) => [builder.lookup(1, array(0))];
    const { last } = kernelOf(step, { slots: index.length, arrays: [index], tables: [[99], values] })([[0, 3]]);
    expect(last[0]).toEqual(wanted);
  });

  it("is looked up anew in every step where the index moves, once where it does not", () => {
    const step: Step = (builder, { step: now, uniform }) => [builder.lookup(0, now), builder.lookup(0, uniform(0))];
    const run = kernelOf(step, { slots: 3, uniforms: [2], tables: [values] });
    for (let to = 1; to <= 5; to++) {
      const { last } = run([[0, to]]);
      expect(last).toEqual([Array(3).fill(values[to - 1]), Array(3).fill(7e300)]);
    }
  });

  it("of one entry is that entry everywhere", () => {
    const step: Step = (builder, { array }) => [builder.lookup(0, array(0))];
    const { last } = kernelOf(step, { slots: 3, arrays: [[0, 1, -1]], tables: [[8]] })([[0, 1]]);
    expect(last[0]).toEqual([8, 8, 8]);
  });
});
