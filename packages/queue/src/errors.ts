/** Codes of this package, with cause and remedy; docs/errors.md is made from them. */
export const QUEUE_CODES = {
  QUEUE_CLOSED: {
    cause: "Work was handed to a queue after it had been closed.",
    remedy: "Close the coordinator and the workers before their queue; open a new queue to go on.",
  },
  QUEUE_HANDLER_THREW: {
    cause: "The code that runs a task threw an error instead of settling the task.",
    remedy: "Report it: this is a fault of Spikefarm. The task's rows stay pending and a restart runs them again.",
  },
} as const;

export type QueueCode = keyof typeof QUEUE_CODES;
