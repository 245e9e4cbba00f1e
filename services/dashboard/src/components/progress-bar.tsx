// A sweep's progress as segments that add up to its trials: ok, failed, skipped, then what running tasks have done, then what is pending.

import type { SweepSummary } from "@spikefarm/protocol";
import { formatCount } from "../values/format-number.js";

export type Segment = { readonly kind: "ok" | "failed" | "skipped" | "running" | "pending"; readonly trials: number };

/** What running tasks have done is part of `trials_done`, but not yet of any count. */
export function segmentsOf(sweep: SweepSummary): readonly Segment[] {
  const { ok, failed, skipped, pending } = sweep.trials;
  const running = sweep.state === "running" ? Math.min(pending, Math.max(0, sweep.trials_done - ok - failed - skipped)) : 0;
  const segments: readonly Segment[] = [
    { kind: "ok", trials: ok },
    { kind: "failed", trials: failed },
    { kind: "skipped", trials: skipped },
    { kind: "running", trials: running },
    { kind: "pending", trials: pending - running },
  ];
  return segments.filter(({ trials }) => trials > 0);
}

/** "37 %"; never 100 % before the end, never 0 % after the start. */
export function percentOf(sweep: SweepSummary): string {
  const { total, pending } = sweep.trials;
  if (total === 0 || pending === 0) return "100 %";
  const done = Math.min(sweep.trials_done, total);
  if (done <= 0) return "0 %";
  return `${Math.min(99.9, Math.max(0.1, (done / total) * 100)).toFixed(1)} %`;
}

export function ProgressBar({ sweep }: { readonly sweep: SweepSummary }) {
  const { total, ok, failed, pending } = sweep.trials;
  const words = `${percentOf(sweep)}: ${formatCount(ok)} ok, ${formatCount(failed)} failed, ${formatCount(pending)} pending of ${formatCount(total)} trials`;
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label={`Progress of ${sweep.name}`}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={total === 0 ? 100 : Math.floor(((total - pending) / total) * 100)}
      aria-valuetext={words}
      title={words}
    >
      {segmentsOf(sweep).map(({ kind, trials }) => (
        <span key={kind} class={`segment is-${kind}`} style={{ flexGrow: trials / total }} />
      ))}
    </div>
  );
}
