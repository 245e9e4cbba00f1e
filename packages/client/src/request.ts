// One HTTP request to a service of the farm, and what its answer means.

import { CodedError, type Problem } from "@spikefarm/protocol";

export interface Connection {
  /** http://host:port */
  readonly url: string;
  readonly token?: string | undefined;
}

export interface RequestOptions {
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Requester {
  json<Answer>(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  stream(method: string, path: string, options?: RequestOptions): Promise<AsyncIterable<Uint8Array>>;
}

export function createRequester({ url, token }: Connection, prefix: string): Requester {
  const base = `${url.replace(/\/+$/, "")}${prefix}`;
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };

  async function send(method: string, path: string, { body, headers = {}, signal }: RequestOptions): Promise<Response> {
    const init = {
      method,
      headers: { ...authorization, ...headers },
      ...(body !== undefined && { body }),
      ...(signal !== undefined && { signal }),
    };
    let response: Response;
    try {
      response = await fetch(`${base}${path}`, init);
    } catch (cause) {
      if (signal?.aborted === true) throw cause;
      throw new CodedError("CLIENT_UNREACHABLE", `Nothing answers at ${url} (${reasonOf(cause)}). Start it, or give the right --url.`, {
        cause,
      });
    }
    if (!response.ok) throw await problemError(response);
    return response;
  }

  return {
    async json<Answer>(method: string, path: string, options: RequestOptions = {}) {
      const response = await send(method, path, options);
      return (await response.json()) as Answer;
    },
    async stream(method, path, options = {}) {
      const response = await send(method, path, options);
      return (response.body ?? new ReadableStream()) as AsyncIterable<Uint8Array>;
    },
  };
}

async function problemError(response: Response): Promise<CodedError> {
  const text = await response.text();
  const problem = parseProblem(text);
  const { code = "CLIENT_REFUSED", detail = text.slice(0, 200), diagnostics = [] } = problem ?? {};
  return new CodedError(code, detail || `${response.url} answered ${response.status}.`, {
    diagnostics,
    details: { status: response.status },
  });
}

function parseProblem(text: string): Partial<Problem> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** fetch hides what happened in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof Error && "code" in cause) return String(cause.code);
  return cause instanceof Error ? cause.message : String(cause);
}
