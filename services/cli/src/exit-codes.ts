// What a script can tell from our exit code.

import { CodedError } from "@spikefarm/protocol";

export const ExitCode = { ok: 0, error: 1, usage: 2, failedTrials: 3, interrupted: 130 } as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The user's document or command line is at fault. */
const USAGE_CODES: ReadonlySet<string> = new Set([
  "CLI_USAGE",
  "CLI_FILE_UNREADABLE",
  "CLIENT_URL_INVALID",
  "DOCUMENT_INVALID",
  "GRANULE_SIZE",
  "MODULE_LOAD_FAILED",
  "MODULE_DIRECTORY_MISSING",
]);

export const exitCodeOf = (error: unknown): ExitCode =>
  error instanceof CodedError && USAGE_CODES.has(error.code) ? ExitCode.usage : ExitCode.error;
