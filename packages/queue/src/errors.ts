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
  QUEUE_TASK_LOST: {
    cause: "Ten workers in a row died, or lost Redis, while they ran the same task.",
    remedy: "Look at why workers end (their logs, the machines' memory): a trial alone cannot do this, a task that comes again runs apart.",
  },
  QUEUE_REDIS_ABSENT: {
    cause: "No Redis server answers at the address that was given.",
    remedy: "Start one (`redis-server --appendonly yes`), or give its address in SPIKEFARM_REDIS_URL.",
  },
  QUEUE_REDIS_TOO_OLD: {
    cause: "The Redis server is older than BullMQ works with.",
    remedy: "Update it to 6.2 or newer.",
  },
  QUEUE_REDIS_EVICTS: {
    cause: "The Redis server may evict keys when its memory is full, and would lose tasks without a word.",
    remedy: "`redis-cli config set maxmemory-policy noeviction`, and the same in redis.conf.",
  },
} as const;

export type QueueCode = keyof typeof QUEUE_CODES;
