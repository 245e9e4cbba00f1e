// A refusal as it is sent: a problem (RFC 9457) with our code. What is refused, and under which code, is for each server to say.

import { STATUS_CODES } from "node:http";
import type { Problem } from "@spikefarm/protocol";
import type { FastifyReply, FastifyRequest } from "fastify";

export interface Refusal {
  readonly status: number;
  readonly code: string;
  /** For users: what is wrong, and how to mend it. */
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Of a problem, as of no JSON, the type has no charset. */
export const PROBLEM_TYPE = "application/problem+json";

/** `members` are further members of the problem. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, refusal: Refusal, members: object = {}): FastifyReply {
  const problem = { ...problemOf(refusal), request_id: request.id, ...members };
  return reply
    .code(refusal.status)
    .headers(refusal.headers ?? {})
    .header("Content-Type", PROBLEM_TYPE)
    .send(Buffer.from(JSON.stringify(problem))); // as bytes: Fastify adds a charset to texts
}

export const problemOf = ({ status, code, message }: Refusal): Problem => ({
  type: `urn:spikefarm:error:${code}`,
  title: STATUS_CODES[status] ?? "Error",
  status,
  detail: message,
  code,
});
