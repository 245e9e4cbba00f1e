import { createProgressView, type Progress, progressLine } from "@spikefarm/cli/present";
import { describe, expect, test } from "vitest";

const HALF_WAY: Progress = { done: 540.3, total: 1000, failed: 3, elapsedSeconds: 12, etaSeconds: 10, running: 2 };

describe("the progress line", () => {
  test("says how far, how much, how long and what failed", () => {
    expect(progressLine(HALF_WAY, { width: 120 })).toBe(
      `${"━".repeat(16)}${"─".repeat(14)}   54 %  540/1,000 trials  3 failed  12 s, 10 s left  2 running`,
    );
  });

  test("fits every width", () => {
    for (let width = 1; width <= 150; width++) expect(progressLine(HALF_WAY, { width }).length).toBeLessThanOrEqual(width);
  });

  test("reaches 100 % at the end only", () => {
    expect(progressLine({ ...HALF_WAY, done: 999.9 }, { width: 80 })).toContain(" 99 %");
    expect(progressLine({ ...HALF_WAY, done: 1000 }, { width: 80 })).toContain("100 %");
  });

  test("promises nothing before there is something to judge by", () => {
    expect(progressLine({ done: 0, total: 1000, failed: 0, elapsedSeconds: 1 }, { width: 80 })).not.toContain("left");
  });
});

describe("the progress view", () => {
  /** A stream that keeps what is written, and a clock that the test moves. */
  function watch(isTerminal: boolean, columns?: number) {
    const written: string[] = [];
    const clock = { milliseconds: 0 };
    const stream = { write: (text: string) => written.push(text), ...(columns !== undefined && { columns }) };
    return { written, clock, view: createProgressView(stream, { isTerminal, now: () => clock.milliseconds }) };
  }

  test("prints a line every ten seconds where there is no terminal, without control characters", () => {
    const { written, clock, view } = watch(false);
    for (clock.milliseconds = 0; clock.milliseconds <= 25_000; clock.milliseconds += 500) view.update(HALF_WAY);
    view.finish();
    expect(written).toHaveLength(2);
    for (const line of written) expect(line).toMatch(/^[━─]+ {3}54 %.*\n$/);
  });

  test("redraws one line on a terminal, at most ten times a second, within its width", () => {
    const { written, clock, view } = watch(true, 50);
    for (clock.milliseconds = 0; clock.milliseconds < 1000; clock.milliseconds += 10) view.update(HALF_WAY);
    expect(written).toHaveLength(10);
    for (const text of written) {
      expect(text.startsWith("\r\u001b[K")).toBe(true);
      expect(text.length - 4).toBeLessThan(50);
      expect(text).not.toContain("\n");
    }
  });

  test("a terminal that says it has 0 columns gets a bar of a width that most have", () => {
    const { written, view } = watch(true, 0);
    view.update(HALF_WAY);
    expect(written[0]).toMatch(/[━─]{8,} {3}54 %/);
  });

  test("prints a message above the bar and leaves a clean line behind", () => {
    const { written, view } = watch(true);
    view.update(HALF_WAY);
    view.print("trial 7 failed");
    expect(written[1]?.startsWith("\r\u001b[Ktrial 7 failed\n━")).toBe(true);
    view.finish();
    expect(written[2]).toBe("\r\u001b[K");
  });
});
