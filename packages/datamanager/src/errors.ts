import { CodedError, type ErrorDetails } from "@spikefarm/protocol";

/** Expected errors of this package: what happened, and what to do about it. */
export const DATAMANAGER_CODES = {
  DATA_IN_USE: {
    cause: "Another process has the data directory open.",
    remedy: "Use that process, stop it, or give another directory with --data.",
  },
  DATA_DISK_FULL: {
    cause: "The disk of the data directory has no space left. Everything acknowledged is stored.",
    remedy: "Free some space and start again: the sweep continues where it stopped.",
  },
  DATA_IO: {
    cause: "The data directory cannot be read or written.",
    remedy: "Check that it exists, that you may write to it, and that its disk is healthy; then start again.",
  },
  DATA_CLOSED: {
    cause: "The data directory was used after it had been closed.",
    remedy: "Open it again.",
  },
  DATA_SWEEP_UNKNOWN: {
    cause: "No sweep of this id is stored in the data directory.",
    remedy: "List the sweeps with `spikefarm ls`, and check --data.",
  },
  DATA_SWEEP_EXISTS: {
    cause: "A sweep of this id is stored with another document or with other parts.",
    remedy: "Submit it as a new sweep: what is stored never changes.",
  },
  DATA_PARTS_OVERLAP: {
    cause: "Two parts of a sweep hold the same point and repeat.",
    remedy: "Continue the numbering of points (firstPoint) or of repeats (firstRepeat).",
  },
  DATA_BLOCK_REFUSED: {
    cause: "A block of results does not fit the sweep it says it belongs to.",
    remedy: "Check that workers and writer run the same version of Spikefarm.",
  },
  DATA_BLOCK_LOST: {
    cause: "Stored rows turned out damaged. They count as missing again.",
    remedy: "Run the sweep again: it computes what is missing. If it happens often, check the disk and memory of the machine.",
  },
  DATA_REPAIRED: {
    cause: "The index of a store was damaged and has been rebuilt from its data.",
    remedy: "Run the sweep again: it computes what is missing, if anything is.",
  },
  CONFLICT: {
    cause: "A trial was computed twice, with different results. The first stands; the second is kept aside.",
    remedy: "Compare the machines that computed them: versions, memory, CPU. Then retry the sweep.",
  },
} as const;

export type DataCode = keyof typeof DATAMANAGER_CODES;

export const dataError = (code: DataCode, message: string, options?: ErrorDetails): CodedError => new CodedError(code, message, options);

/** Whether the disk or LevelDB failed: then nothing more can be stored before the directory is opened again. */
export const isStorageFailure = ({ code }: CodedError): boolean => code === "DATA_DISK_FULL" || code === "DATA_IO";

/** What the disk or LevelDB answered, as an error that says what to do. */
export function storageError(error: unknown, directory: string): CodedError {
  if (error instanceof CodedError) return error;
  const text = allMessages(error);
  if (/ENOSPC|EDQUOT|no space left|quota exceeded/i.test(text)) {
    return dataError(
      "DATA_DISK_FULL",
      `The disk of ${directory} is full; free some space and start again. Everything acknowledged is stored.`,
      { cause: error },
    );
  }
  return dataError("DATA_IO", `${directory} cannot be read or written (${text}); check its permissions and its disk, then start again.`, {
    cause: error,
  });
}

function allMessages(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${allMessages(error.cause)}`;
}
