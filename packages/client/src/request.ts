// One request to the coordinator, and what its answer means: a problem becomes the CodedError that it was.

import { CodedError } from "@spikefarm/protocol";
import { type Answer, bodyOf, type Connection, createExchange, isOk, type Request, reasonOf, refusalOf, textOf } from "./exchange.js";

export type RequestOptions = Omit<Request, "method" | "path">;

export interface Requester {
  json<Answered>(method: string, path: string, options?: RequestOptions): Promise<Answered>;
  stream(method: string, path: string, options?: RequestOptions): Promise<AsyncIterable<Uint8Array>>;
}

/** A coordinator that is stopped, or something else that only listens, is not waited for. */
const SILENCE_LIMIT_MS = 20_000;

export function createRequester(connection: Connection, prefix: string): Requester {
  const exchange = createExchange(connection, { prefix, setting: "--url or SPIKEFARM_COORDINATOR_URL" });

  async function send(method: string, path: string, options: RequestOptions): Promise<Answer> {
    const answer = await exchange({ method, path, ...options }).catch((cause: unknown) => {
      if (options.signal?.aborted === true) throw cause;
      throw unreachable(connection.url, cause);
    });
    if (isOk(answer)) return answer;
    throw refusalOf(answer.statusCode, await read(answer), `${method} ${path}`);
  }

  /** One that is cut off is no answer: its server has gone away. */
  const read = (answer: Answer): Promise<string> =>
    textOf(answer).catch((cause: unknown) => {
      throw unreachable(connection.url, cause);
    });

  return {
    async json<Answered>(method: string, path: string, options: RequestOptions = {}) {
      const text = await read(await send(method, path, { silenceLimitMs: SILENCE_LIMIT_MS, ...options }));
      try {
        return JSON.parse(text) as Answered;
      } catch (cause) {
        const message = `${connection.url} did not answer ${method} ${path} with JSON: is that a farm's address? Give the right --url.`;
        throw new CodedError("CLIENT_REFUSED", message, { cause });
      }
    },
    async stream(method, path, options = {}) {
      const answer = await send(method, path, options);
      return bodyOf(answer, { signal: options.signal, cutOff: (cause) => unreachable(connection.url, cause) });
    },
  };
}

function unreachable(url: string, cause: unknown): CodedError {
  return new CodedError("CLIENT_UNREACHABLE", `Nothing answers at ${url} (${reasonOf(cause)}). Start it, or give the right --url.`, {
    cause,
  });
}
