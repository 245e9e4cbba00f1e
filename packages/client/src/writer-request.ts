// One request to the writer, sent until it is answered: what passes (no connection, 429, 503, 507) is waited out with growing pauses, or as
// long as Retry-After says, until the deadline or the signal. Every request to the writer may be sent twice.
//
//   sending ──answer──▶ done, or thrown as the CodedError it was
//      ▲  └──passes──▶ pausing ──deadline──▶ thrown: what passed has not
//      └────────────────┘

import { setTimeout as pause } from "node:timers/promises";
import { CodedError } from "@spikefarm/protocol";
import { type Answer, bodyOf, type Connection, createExchange, isOk, type Request, reasonOf, refusalOf, textOf } from "./exchange.js";

export interface WriterRequesterOptions extends Connection {
  readonly signal: AbortSignal;
  readonly retryForMs: number;
}

export interface WriterRequester {
  /** The answer's body. */
  send(request: Request): Promise<string>;
  /** A body that takes as long as its reader does. */
  stream(path: string): Promise<AsyncIterable<Uint8Array>>;
}

/** A writer that was stopped is asked again. */
const SILENCE_LIMIT_MS = 60_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 3_000;

const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504, 507]);

export function createWriterRequester({ url, token, signal, retryForMs }: WriterRequesterOptions): WriterRequester {
  const exchange = createExchange({ url, token }, { prefix: "/internal/v1", setting: "SPIKEFARM_WRITER_URL" });

  async function attempt<Read>(request: Request, read: (answer: Answer) => Promise<Read>): Promise<Outcome<Read>> {
    try {
      const answer = await exchange({ ...request, signal });
      return isOk(answer) ? { read: await read(answer) } : await refused(answer, request);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof CodedError) throw error;
      return { error: unreachable(url, error), pauseMs: 0 };
    }
  }

  async function persist<Read>(once: () => Promise<Outcome<Read>>): Promise<Read> {
    const deadline = performance.now() + retryForMs;
    for (let backOffMs = FIRST_PAUSE_MS; ; backOffMs = Math.min(2 * backOffMs, LONGEST_PAUSE_MS)) {
      signal.throwIfAborted();
      const outcome = await once();
      if ("read" in outcome) return outcome.read;
      const jitter = 0.5 + Math.random() / 2; // those who were refused together come back apart
      const pauseMs = Math.max(outcome.pauseMs, backOffMs) * jitter;
      if (performance.now() + pauseMs > deadline) throw outcome.error;
      await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  return {
    send: (request) => persist(() => attempt({ ...request, silenceLimitMs: SILENCE_LIMIT_MS }, textOf)),
    stream: (path) =>
      persist(() =>
        attempt({ method: "GET", path }, async (answer) => bodyOf(answer, { signal, cutOff: (cause) => unreachable(url, cause) })),
      ),
  };
}

/** An answer, as it was read, or what is tried again; `pauseMs` is what Retry-After asks for. */
type Outcome<Read> = { readonly read: Read } | { readonly error: CodedError; readonly pauseMs: number };

async function refused(answer: Answer, { method, path }: Request): Promise<Outcome<never>> {
  const error = refusalOf(answer.statusCode, await textOf(answer), `${method} ${path}`);
  if (!PASSING.has(answer.statusCode)) throw error;
  return { error, pauseMs: 1000 * (Number(answer.headers["retry-after"]) || 0) };
}

function unreachable(url: string, cause: unknown): CodedError {
  const message = `The writer at ${url} does not answer (${reasonOf(cause)}); start it, or give the right SPIKEFARM_WRITER_URL.`;
  return new CodedError("CLIENT_UNREACHABLE", message, { cause });
}
