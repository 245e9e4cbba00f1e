// One request to the writer, sent until it is answered: what passes (no connection, 429, 503, 507) is waited out with growing pauses, or as
// long as Retry-After says, until the deadline or the signal. Every request to the writer may be sent twice.
//
//   sending ──answer──▶ done, or thrown as the CodedError it was
//      ▲  └──passes──▶ pausing ──deadline──▶ thrown: what passed has not
//      └────────────────┘

import { setTimeout as pause } from "node:timers/promises";
import { CodedError, type Problem } from "@spikefarm/protocol";

export interface WriterRequesterOptions {
  readonly url: string;
  readonly token?: string | undefined;
  readonly signal: AbortSignal;
  readonly retryForMs: number;
}

export interface WriterRequest {
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  /** The answer's body takes as long as its reader does. */
  readonly isStream?: true;
}

export interface WriterRequester {
  send(method: string, path: string, request?: WriterRequest): Promise<Response>;
}

/** An answer takes no longer than this; a writer that was stopped is asked again. */
const ATTEMPT_LIMIT_MS = 60_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 3_000;

/** 409 is an answer where it holds a receipt. */
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504, 507]);

export function createWriterRequester({ url, token, signal, retryForMs }: WriterRequesterOptions): WriterRequester {
  const base = `${url.replace(/\/+$/, "")}/internal/v1`;
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };

  async function attempt(method: string, path: string, { body, headers = {}, isStream }: WriterRequest): Promise<Response | Passing> {
    const limits = isStream === true ? signal : AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_LIMIT_MS)]);
    try {
      const init = { method, headers: { ...authorization, ...headers }, signal: limits, ...(body !== undefined && { body }) };
      const response = await fetch(`${base}${path}`, init);
      if (response.ok) return isStream === true ? response : await whole(response);
      return await refused(response);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof CodedError) throw error;
      return { error: unreachable(url, error), pauseMs: 0 };
    }
  }

  return {
    async send(method, path, request = {}) {
      const deadline = performance.now() + retryForMs;
      for (let backOffMs = FIRST_PAUSE_MS; ; backOffMs = Math.min(2 * backOffMs, LONGEST_PAUSE_MS)) {
        signal.throwIfAborted();
        const outcome = await attempt(method, path, request);
        if (!("pauseMs" in outcome)) return outcome;
        const jitter = 0.5 + Math.random() / 2; // those who were refused together come back apart
        const pauseMs = Math.max(outcome.pauseMs, backOffMs) * jitter;
        if (performance.now() + pauseMs > deadline) throw outcome.error;
        await pause(pauseMs, undefined, { signal }).catch(() => undefined);
      }
    },
  };
}

/** What is tried again. */
interface Passing {
  readonly error: CodedError;
  /** What Retry-After asks for. */
  readonly pauseMs: number;
}

/** With its body read: a connection that breaks in the middle is a request to send again, not an answer. */
async function whole(response: Response): Promise<Response> {
  const hasBody = response.status !== 204;
  return new Response(hasBody ? await response.arrayBuffer() : null, { status: response.status });
}

async function refused(response: Response): Promise<Response | Passing> {
  const text = await response.text();
  const problem = parseProblem(text);
  if (problem?.receipt !== undefined) return new Response(text);
  const { code = "CLIENT_REFUSED", detail = `The writer answered ${response.status}: ${text.slice(0, 200)}` } = problem ?? {};
  const error = new CodedError(code, detail, { details: { status: response.status } });
  if (!PASSING.has(response.status)) throw error;
  return { error, pauseMs: 1000 * (Number(response.headers.get("retry-after")) || 0) };
}

function parseProblem(text: string): (Partial<Problem> & { readonly receipt?: unknown }) | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function unreachable(url: string, error: unknown): CodedError {
  const cause = error instanceof Error ? (error.cause ?? error) : error; // fetch hides what happened in the cause
  const reason = cause instanceof Error ? ("code" in cause ? String(cause.code) : cause.message) : String(cause);
  return new CodedError(
    "CLIENT_UNREACHABLE",
    `The writer at ${url} does not answer (${reason}); start it, or give the right SPIKEFARM_WRITER_URL.`,
    {
      cause: error,
    },
  );
}
