import type { DataCode } from "./errors.js";

/** Something that went wrong and was mended, worth a line in the log. */
export interface DataEvent {
  readonly code: DataCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export type DataLog = (event: DataEvent) => void;
