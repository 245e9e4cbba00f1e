// A refusal with its HTTP status: what the HTTP face itself finds wrong with a request.

import { CodedError, type ErrorDetails, type Problem } from "@spikefarm/protocol";
import type { CoordinatorCode } from "../errors.js";

export interface HttpErrorOptions extends ErrorDetails {
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the problem. */
  readonly members?: Partial<Pick<Problem, "reason" | "checks">>;
}

export class HttpError extends CodedError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly members: Partial<Pick<Problem, "reason" | "checks">>;

  constructor(status: number, code: CoordinatorCode, message: string, options: HttpErrorOptions = {}) {
    super(code, message, options);
    this.status = status;
    this.headers = options.headers ?? {};
    this.members = options.members ?? {};
  }
}
