import { TrialStatus } from "@spikefarm/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type BadEnd, type Stretch, stretchesAfter } from "../../services/worker/src/stretch.js";

const END = { ok: 0, failed: 0, attempts: 3 };
const died = (deliveredTo: number, running?: [number, number]): BadEnd => ({
  ...END,
  kind: "died",
  deliveredTo,
  running: running && { from: running[0], to: running[1] },
  reason: "worker exited with code: 7\nat a place",
  place: "thread",
});
const timedOut = (deliveredTo: number, trial: number): BadEnd => ({
  ...END,
  kind: "timedOut",
  deliveredTo,
  running: { from: trial, to: trial + 1 },
  timeoutSeconds: 5,
});
const ranges = (stretches: readonly Stretch[]): [number, number][] => stretches.map(({ from, to }) => [from, to]);

test("IDENTITY 14: after a death the noted trial is tried alone, between the rows that were lost and the trials not begun", () => {
  const after = stretchesAfter({ from: 0, to: 10, deaths: 0 }, died(2, [5, 6]));
  expect(ranges(after)).toEqual([
    [2, 5],
    [5, 6],
    [6, 10],
  ]);
  expect(after.map(({ deaths }) => deaths)).toEqual([0, 1, 0]);
});

test("IDENTITY 14: a trial that dies alone as often as attempts allow becomes a crashed row", () => {
  let stretch: Stretch = { from: 5, to: 6, deaths: 1 };
  [stretch] = stretchesAfter(stretch, died(5, [5, 6])) as [Stretch];
  expect(stretch).toEqual({ from: 5, to: 6, deaths: 2 });
  [stretch] = stretchesAfter(stretch, died(5, [5, 6])) as [Stretch];
  expect(stretch.verdict).toEqual({
    status: TrialStatus.crashed,
    code: "TRIAL_CRASHED",
    message: "ended its thread 3 times: worker exited with code: 7",
  });
});

test("IDENTITY 14: suspects that ran together are halved", () => {
  expect(ranges(stretchesAfter({ from: 0, to: 100, deaths: 0 }, died(0, [0, 64])))).toEqual([
    [0, 32],
    [32, 64],
    [64, 100],
  ]);
});

test("a trial that timed out becomes a row at once, and is not tried again", () => {
  const after = stretchesAfter({ from: 0, to: 4, deaths: 0 }, timedOut(1, 1));
  expect(ranges(after)).toEqual([
    [1, 2],
    [2, 4],
  ]);
  expect(after[0]!.verdict).toMatchObject({ status: TrialStatus.timedOut, code: "TRIAL_TIMEOUT" });
});

test("a trial that was finished after all while it was being stopped keeps its row", () => {
  expect(ranges(stretchesAfter({ from: 0, to: 4, deaths: 0 }, timedOut(2, 1)))).toEqual([[2, 4]]);
});

test("an error that comes after the last row was delivered leaves nothing to do", () => {
  expect(stretchesAfter({ from: 0, to: 4, deaths: 0 }, died(4, [3, 4]))).toEqual([]);
});

test("what is left is always exactly what was not delivered, in order", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { minLength: 5, maxLength: 5 }), fc.boolean(), (numbers, isTimeout) => {
      const [from, deliveredTo, runningFrom, runningTo, to] = numbers.toSorted((a, b) => a - b) as [number, number, number, number, number];
      fc.pre(runningFrom < runningTo);
      const end = isTimeout ? timedOut(deliveredTo, runningFrom) : died(deliveredTo, [runningFrom, runningTo]);
      const left = stretchesAfter({ from, to, deaths: 0 }, end).flatMap((stretch) => numbersIn(stretch.from, stretch.to));
      expect(left).toEqual(numbersIn(deliveredTo, to));
    }),
  );
});

const numbersIn = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);
