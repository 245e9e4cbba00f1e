import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Refresher } from "../../services/dashboard/src/live/refresher.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A refresher whose every answer takes `answerMs`, and the times at which it asked. */
function watch(answerMs: number) {
  const asked: number[] = [];
  const answered: unknown[] = [];
  const start = performance.now();
  const refresher = new Refresher<number>({
    load: async () => {
      asked.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, answerMs));
      return asked.length;
    },
    settle: (outcome) => answered.push(outcome),
    intervalMs: 1000,
  });
  return { refresher, asked, answered };
}

test("however often something changes, it is asked for once an interval, and once more after the last change", async () => {
  const { refresher, asked } = watch(10);
  for (let change = 0; change < 25; change++) {
    refresher.refresh();
    await vi.advanceTimersByTimeAsync(100);
  }
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toEqual([0, 1000, 2000, 3000]);
});

test("a slow answer is asked for more rarely, and never twice at a time", async () => {
  const { refresher, asked } = watch(2000);
  for (let change = 0; change < 300; change++) {
    refresher.refresh();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(asked).toEqual([0, 12_000, 24_000]);
});

test("what is closed neither asks nor answers", async () => {
  const { refresher, asked, answered } = watch(500);
  refresher.refresh();
  await vi.advanceTimersByTimeAsync(100);
  refresher.close();
  refresher.refresh();
  await vi.advanceTimersByTimeAsync(10_000);
  expect({ asked, answered }).toEqual({ asked: [0], answered: [] });
});
