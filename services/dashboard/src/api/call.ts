// One call to the coordinator: the token goes along, and whatever fails becomes an ApiError that can be shown as it is.

import type { Problem } from "@spikefarm/protocol";
import { askForToken, authorization } from "./authorization.js";

const BASE = "/api/v1";

/** Something the API refused, or could not be reached for. `message` is for people. */
export class ApiError extends Error {
  readonly code: string;
  /** Undefined where there was no answer at all. */
  readonly status: number | undefined;

  constructor(message: string, details: { readonly code: string; readonly status?: number; readonly cause?: unknown }) {
    super(message, { cause: details.cause });
    this.code = details.code;
    this.status = details.status;
  }
}

/** Answers with a good response, or throws an ApiError; an aborted call throws what `fetch` throws. */
export async function call(path: string, init: RequestInit = {}): Promise<Response> {
  const { token } = authorization.get();
  const headers = new Headers(init.headers);
  if (token !== undefined) headers.set("Authorization", `Bearer ${token}`);
  const response = await fetch(urlOf(path), { ...init, headers, cache: "no-store" }).catch((cause: unknown) => {
    if (init.signal?.aborted) throw cause;
    throw new ApiError("The coordinator does not answer. Is `spikefarm up` still running?", { code: "UNREACHABLE", cause });
  });
  if (response.ok) return response;
  if (response.status === 401) askForToken(token);
  throw await refusalOf(response);
}

export const urlOf = (path: string): string => `${BASE}${path}`;

/** The problem in words; answers that are no problem document (of a proxy, say) by their status. */
async function refusalOf(response: Response): Promise<ApiError> {
  const { status } = response;
  try {
    const problem = (await response.json()) as Partial<Problem>;
    const message = problem.detail || problem.title;
    if (typeof message === "string") return new ApiError(message, { code: problem.code ?? `HTTP_${status}`, status });
  } catch {
    // no JSON: the status has to do
  }
  return new ApiError(`The coordinator answered ${status}${response.statusText && ` ${response.statusText}`}.`, {
    code: `HTTP_${status}`,
    status,
  });
}
