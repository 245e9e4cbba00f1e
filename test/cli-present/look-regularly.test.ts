import { lookRegularly } from "@spikefarm/cli/present";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("it looks again and again, also after a look that failed, until it is told to stop", async () => {
  const look = vi.fn(async () => Promise.reject(new Error("not now")));
  const stop = lookRegularly(look, 100);
  await vi.advanceTimersByTimeAsync(350);
  expect(look).toHaveBeenCalledTimes(3);
  stop();
  await vi.advanceTimersByTimeAsync(1000);
  expect(look).toHaveBeenCalledTimes(3);
});

test("a look that is under way when it is told to stop is the last: nothing keeps the process", async () => {
  const finishers: (() => void)[] = [];
  const look = vi.fn(() => new Promise<void>((resolve) => void finishers.push(resolve)));
  const stop = lookRegularly(look, 100);
  await vi.advanceTimersByTimeAsync(100);
  expect(look).toHaveBeenCalledTimes(1);
  stop();
  for (const finish of finishers) finish();
  await vi.advanceTimersByTimeAsync(1000);
  expect(vi.getTimerCount()).toBe(0);
  expect(look).toHaveBeenCalledTimes(1);
});
