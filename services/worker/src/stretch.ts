// What is left to do after a run has ended badly: pure, so that every way to die is a case in a table.
//
// A stretch is a run of trials that a thread is asked for. The trials that were running are the suspects; what comes before and after
// them is run again as it is. A single suspect is tried alone until `attempts` are used up, then its row says crashed; several suspects
// (a kernel's lanes) are halved until one is left (IDENTITY 14).
//
//   [from ──── delivered ──── │ ─ lost rows ─ │ suspects │ ─── not begun ─── to)

import { TrialStatus } from "@spikefarm/protocol";
import type { WorkerCode } from "./errors.js";
import type { Verdict } from "./messages.js";
import type { StretchEnd } from "./run-stretch.js";

export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Deaths of this stretch so far, where it is a single trial. */
  readonly deaths: number;
  /** Given: the row says this, the trial is not run. */
  readonly verdict?: Verdict;
}

export type BadEnd = StretchEnd & { readonly kind: "died" | "timedOut" };

/** The stretches that take the place of `stretch`, in trial order; none when every row was delivered before the end. */
export function stretchesAfter(stretch: Stretch, end: BadEnd): readonly Stretch[] {
  const { running, deliveredTo } = end;
  const suspectsFrom = Math.max(running?.from ?? deliveredTo, deliveredTo);
  const suspectsTo = Math.max(running?.to ?? stretch.to, suspectsFrom);
  const lost: Stretch = { from: deliveredTo, to: suspectsFrom, deaths: 0 };
  const rest: Stretch = { from: suspectsTo, to: stretch.to, deaths: 0 };
  return [lost, ...suspects(stretch, end, suspectsFrom, suspectsTo), rest].filter(({ from, to }) => from < to);
}

function suspects(stretch: Stretch, end: BadEnd, from: number, to: number): Stretch[] {
  if (to - from > 1) {
    const middle = from + Math.ceil((to - from) / 2);
    return [
      { from, to: middle, deaths: 0 },
      { from: middle, to, deaths: 0 },
    ];
  }
  if (end.kind === "timedOut") return [{ from, to, deaths: 0, verdict: timeoutVerdict(end.timeoutSeconds) }];
  const deaths = (stretch.to - stretch.from === 1 ? stretch.deaths : 0) + 1;
  if (deaths < end.attempts) return [{ from, to, deaths }];
  return [{ from, to, deaths, verdict: crashVerdict(end, deaths) }];
}

function timeoutVerdict(seconds: number): Verdict {
  const code: WorkerCode = "TRIAL_TIMEOUT";
  return { status: TrialStatus.timedOut, code, message: `no report for ${seconds} s; report more often or give a longer timeout` };
}

function crashVerdict({ reason, place }: BadEnd & { readonly kind: "died" }, deaths: number): Verdict {
  const code: WorkerCode = "TRIAL_CRASHED";
  const times = deaths === 1 ? "once" : `${deaths} times`;
  return { status: TrialStatus.crashed, code, message: `ended its ${place} ${times}: ${reason.split("\n", 1)[0]}` };
}
