// One HTTP request and its answer, over connections that are kept: node:http, because a trial is as quick as the five requests it takes, and
// fetch spends three times as long on each.

import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { CodedError, type Problem } from "@spikefarm/protocol";

export interface Connection {
  /** http://host:port */
  readonly url: string;
  readonly token?: string | undefined;
}

export interface Request {
  readonly method: string;
  /** Behind the prefix. */
  readonly path: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** The connection is given up when nothing has moved on it for this long. */
  readonly silenceLimitMs?: number;
}

/** An answer whose body has not been read: whoever takes it reads it, or destroys it. */
export type Answer = IncomingMessage & { readonly statusCode: number };

/** A connection that nobody uses is closed after this long, before the other side does: a request would cross that on its way. */
const IDLE_LIMIT_MS = 4_000;

export interface ExchangeOptions {
  /** In front of every path. */
  readonly prefix: string;
  /** What an address is given with: the flag, the variable. */
  readonly setting: string;
}

/**
 * Resolves with any answer, an error's too; rejects where there is none, with what the system says or the signal's reason.
 * @throws {CodedError} CLIENT_URL_INVALID
 */
export function createExchange({ url, token }: Connection, { prefix, setting }: ExchangeOptions): (request: Request) => Promise<Answer> {
  checkServiceUrl(url, setting);
  const base = new URL(`${url.replace(/\/+$/, "")}${prefix}`);
  const isSecure = base.protocol === "https:";
  const options = { keepAlive: true, timeout: IDLE_LIMIT_MS };
  const agent = isSecure ? new HttpsAgent(options) : new HttpAgent(options);
  const request = isSecure ? httpsRequest : httpRequest;
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };

  return ({ method, path, body, headers, signal, silenceLimitMs }) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const limits = { ...(signal !== undefined && { signal }), ...(silenceLimitMs !== undefined && { timeout: silenceLimitMs }) };
      const sent: ClientRequest = request(`${base}${path}`, { method, agent, headers: { ...authorization, ...headers }, ...limits });
      if (silenceLimitMs !== undefined) sent.on("timeout", () => sent.destroy(new Error(`silent for ${silenceLimitMs} ms`)));
      sent.on("error", (error) => reject(signal?.aborted === true ? signal.reason : error));
      sent.on("response", (answer) => resolve(answer as Answer));
      sent.end(body);
    });
}

const PROTOCOLS: readonly string[] = ["http:", "https:"];

/** `setting` is the flag or the variable that gave the address. @throws {CodedError} CLIENT_URL_INVALID */
export function checkServiceUrl(url: string, setting: string): void {
  if (URL.canParse(url) && PROTOCOLS.includes(new URL(url).protocol)) return;
  throw new CodedError(
    "CLIENT_URL_INVALID",
    `"${url}" is not the address of a service; give one such as http://127.0.0.1:7070 with ${setting}.`,
  );
}

export const isOk = ({ statusCode }: Answer): boolean => statusCode >= 200 && statusCode < 300;

export interface BodyOptions {
  readonly signal: AbortSignal | undefined;
  /** What is thrown when the body is cut off. */
  readonly cutOff: (cause: unknown) => Error;
}

/** The body as it comes; throws the signal's reason once that has aborted. */
export async function* bodyOf(answer: Answer, { signal, cutOff }: BodyOptions): AsyncGenerator<Uint8Array> {
  try {
    yield* answer;
  } catch (cause) {
    throw signal?.aborted === true ? signal.reason : cutOff(cause);
  }
}

/** The whole body; rejects when it is cut off. */
export async function textOf(answer: Answer): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString();
}

/** What a service said that refuses a request, by its status and body; a problem's `receipt` is in the details. */
export function refusalOf(status: number, text: string, asked: string): CodedError {
  const otherwise = AWAY.has(status) ? "CLIENT_UNREACHABLE" : "CLIENT_REFUSED";
  const { code = otherwise, detail, diagnostics = [], receipt } = parseProblem(text) ?? {};
  const message = detail || text.slice(0, MAX_QUOTE_LENGTH) || `${asked} was answered with ${status}.`;
  return new CodedError(code, message, { diagnostics, details: { status, ...(receipt !== undefined && { receipt }) } });
}

const MAX_QUOTE_LENGTH = 200;
/** What a server that is closing, or a proxy before one that is not there, answers for it. */
const AWAY: ReadonlySet<number> = new Set([502, 503, 504]);
/** Codes are ours: a library's answer may have a word of its own in that place. */
const CODE = /^[A-Z][A-Z0-9_]+$/;

/** The problem (RFC 9457) in an answer's text, if it is one. */
function parseProblem(text: string): (Partial<Problem> & { readonly receipt?: unknown }) | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isProblem = typeof value === "object" && value !== null && "code" in value && CODE.test(String(value.code));
    return isProblem ? (value as Partial<Problem>) : undefined;
  } catch {
    return undefined;
  }
}

/** In the system's short form. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? ("code" in error && typeof error.code === "string" ? error.code : error.message) : String(error);
