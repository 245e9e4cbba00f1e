// The two families of errors: a CodedError is expected (a bad document, a full disk, a lost service) and says what, where and how to
// mend it; anything else that is thrown is a bug of ours. Codes are AREA_WHAT, defined once in each package's errors.ts and listed in
// docs/errors.md; a test keeps both in step.

import type { Diagnostic } from "./diagnostic.js";

export interface ErrorDetails {
  readonly cause?: unknown;
  readonly details?: Readonly<Record<string, unknown>>;
  /** For a document that does not check: every problem in it. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** An expected error: `message` quotes the culprit and ends with the remedy. */
export class CodedError extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly diagnostics: readonly Diagnostic[];

  constructor(code: string, message: string, options: ErrorDetails = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "CodedError";
    this.code = code;
    this.details = options.details ?? {};
    this.diagnostics = options.diagnostics ?? [];
  }
}
