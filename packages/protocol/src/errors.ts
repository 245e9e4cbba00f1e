/** Expected errors of this package: what happened, and what to do about it. */
export const PROTOCOL_CODES = {
  BLOCK_CORRUPT: {
    cause: "Bytes that should be a block of results are damaged or cut short, or were written by another version.",
    remedy:
      "Nothing is lost: its trials count as missing and are computed again. If it happens often, check the disk and memory of the machine.",
  },
  BLOCK_TOO_LARGE: {
    cause: "The rows of one block take more than 1 GiB.",
    remedy: "Record less in each trial (fewer traces or spikes, or a larger `every`), or deliver fewer trials in one block.",
  },
} as const;
