/** What the coordinator can report (docs/errors.md). */
export const COORDINATOR_CODES = {
  SWEEP_NOT_STARTED: {
    cause: "A sweep was asked about before the coordinator had started it.",
    remedy: "Start it with `spikefarm run FILE`.",
  },
  SWEEP_TOO_MANY_FAILURES: {
    cause: "More trials have failed than the document's `max_failures` allows.",
    remedy: "Look at the failed rows with `spikefarm results last --format csv`, mend the model or module, and run again.",
  },
  SWEEP_STALLED: {
    cause: "Trials are missing, but several passes over the sweep delivered none of them.",
    remedy: "Look at the log for errors of the workers, then run the same command again: it continues.",
  },
  SWEEP_UNKNOWN: {
    cause: "No sweep of this data directory has that id.",
    remedy: "List them with `spikefarm ls`, or give the right --data directory.",
  },
  DOCUMENT_INVALID: {
    cause: "The document does not check; every problem in it is listed.",
    remedy: "Mend what the diagnostics point at; `spikefarm check FILE` shows them again without running.",
  },
} as const;
