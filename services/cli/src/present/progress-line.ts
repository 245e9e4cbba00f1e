// One line that says how far a sweep is: ━━━━━━━━━──────  54 %  540/1,000 trials  3 failed  2 running  12 s, 10 s left

import picocolors from "picocolors";
import { formatCount } from "./format-count.js";
import { formatDuration } from "./format-duration.js";

export interface Progress {
  /** Trials; fractions of running ones may be counted in. */
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  readonly elapsedSeconds: number;
  /** Undefined while there is nothing to judge by. */
  readonly etaSeconds?: number;
  /** Tasks being worked on. */
  readonly running?: number;
}

export interface LineOptions {
  readonly width: number;
  readonly hasColor?: boolean;
}

const WIDEST_BAR = 30;
const NARROWEST_BAR = 8;

/** Fits `width` columns: the bar shrinks, then the details go, from the right. */
export function progressLine(progress: Progress, { width, hasColor = false }: LineOptions): string {
  const colors = picocolors.createColors(hasColor);
  const fraction = progress.total > 0 ? Math.min(1, Math.max(0, progress.done / progress.total)) : 0;
  const details = listDetails(progress, fraction);
  let used = details.length;
  const lengthOf = (count: number) => details.slice(0, count).join("  ").length;
  while (used > 1 && lengthOf(used) + NARROWEST_BAR + 2 > width) used--;
  const bar = Math.min(WIDEST_BAR, width - lengthOf(used) - 2);
  const shown = details.slice(0, used).map((detail) => (detail.endsWith(" failed") ? colors.red(detail) : detail));
  const text = shown.join("  ");
  if (bar < NARROWEST_BAR) return lengthOf(used) <= width ? text : "";
  const full = Math.floor(fraction * bar);
  return `${colors.green("━".repeat(full))}${colors.dim("─".repeat(bar - full))}  ${text}`;
}

function listDetails({ done, total, failed, elapsedSeconds, etaSeconds, running = 0 }: Progress, fraction: number): string[] {
  const isFinished = done >= total;
  const left = isFinished || etaSeconds === undefined ? "" : `, ${formatDuration(etaSeconds)} left`;
  return [
    // Rounded down, so that 100 % means finished.
    `${String(Math.floor(fraction * 100)).padStart(3)} %`,
    `${formatCount(done)}/${formatCount(total)} trials`,
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
    `${formatDuration(elapsedSeconds)}${left}`,
    ...(running > 0 && !isFinished ? [`${formatCount(running)} running`] : []),
  ];
}
