// Pages: the runs of 4096 trials that are hashed together, counted anew in each part (IDENTITY 19).

import type { TrialRange } from "@spikefarm/protocol";

export const PAGE_TRIALS = 4096;

export const pageOf = (trial: number): number => Math.floor(trial / PAGE_TRIALS);
export const pageCount = (trials: number): number => Math.ceil(trials / PAGE_TRIALS);
export const pageRange = (page: number, trials: number): TrialRange => ({
  from: page * PAGE_TRIALS,
  to: Math.min((page + 1) * PAGE_TRIALS, trials),
});

/** The pages that a range of trials touches. */
export function* pagesOf({ from, to }: TrialRange): Generator<number> {
  for (let page = pageOf(from); page * PAGE_TRIALS < to; page++) yield page;
}
