// Every refusal is a problem (RFC 9457): application/problem+json with our code, and for a document all of its diagnostics.
//
//   a fault of ours (anything unexpected)  → 500, logged with its stack; the answer has only the request_id to find it by
//   a service that is away or full         → 503 or 507: wait, try again
//   everything else                        → 4xx, with a message that says what to mend

import { STATUS_CODES } from "node:http";
import { CodedError, type Problem } from "@spikefarm/protocol";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { CoordinatorCode } from "../errors.js";
import { isPassing } from "../wait-out.js";
import type { App } from "./app-type.js";
import { HttpError } from "./http-error.js";

const RETRY_AFTER_SECONDS = "2";

export function registerProblems(app: App): void {
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error);
    const { status, code } = refusal;
    if (status === 500) request.log.error({ err: error, code }, "a fault of ours");
    else if (status > 500)
      request.log.warn({ code, status, reason: error instanceof Error ? error.message : String(error) }, "not answered");
    return sendProblem(request, reply, refusal);
  });
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: HttpError): FastifyReply {
  const { status, code, message, diagnostics, headers, members } = error;
  const problem: Problem = {
    type: `urn:spikefarm:error:${code}`,
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail: message,
    code,
    request_id: request.id,
    ...(diagnostics.length > 0 && { diagnostics }),
    ...members,
  };
  return reply
    .code(status)
    .headers(headers)
    .header("Content-Type", "application/problem+json")
    .send(Buffer.from(JSON.stringify(problem))); // as bytes: Fastify adds a charset to texts, which this type has not
}

/** Any error as the refusal that is sent. */
function refusalOf(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  if (error instanceof CodedError) return ofCode(error);
  if (error instanceof Error && "statusCode" in error) return ofFastify(error as FastifyError);
  return internal();
}

/** What a CodedError of another part means to a client. Its message is for users; a service's own troubles stay in the log. */
function ofCode(error: CodedError): HttpError {
  const { code, message, diagnostics } = error;
  if (code === "DATA_DISK_FULL") return unavailable(507, "The disk of the writer is full; make room there. What is committed is safe.");
  if (isPassing(error)) return unavailable(503, "The writer or the queue does not answer; try again in a moment, and look at /readyz.");
  const status = STATUS_OF_CODE[code];
  return status === undefined ? internal() : new HttpError(status, code as CoordinatorCode, message, { diagnostics });
}

const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  DOCUMENT_INVALID: 422,
  GRANULE_SIZE: 422,
  SWEEP_UNKNOWN: 404,
  DATA_SWEEP_UNKNOWN: 404,
};

/** What Fastify refuses by itself, in our words. */
function ofFastify({ statusCode = 500, message, code }: FastifyError): HttpError {
  if (statusCode === 413) return new HttpError(413, "HTTP_TOO_LARGE", "The body is larger than 12 MiB; send a smaller one.");
  if (statusCode === 415)
    return new HttpError(
      415,
      "HTTP_MEDIA_TYPE",
      "This type of body is not taken here; send application/json, or application/yaml for a document.",
    );
  if (statusCode === 503 && code === "FST_ERR_HANDLER_TIMEOUT")
    return new HttpError(503, "HTTP_TIMEOUT", "No answer in time; look at /readyz, and try again.", retryLater);
  if (statusCode === 503) return new HttpError(503, "HTTP_BUSY", "The coordinator is closing; try again in a moment.", retryLater);
  if (statusCode >= 400 && statusCode < 500) return new HttpError(statusCode, "HTTP_INVALID", `The request cannot be taken: ${message}.`);
  return internal();
}

const retryLater = { headers: { "Retry-After": RETRY_AFTER_SECONDS } };

const unavailable = (status: number, message: string): HttpError => new HttpError(status, "HTTP_UNAVAILABLE", message, retryLater);

const internal = (): HttpError =>
  new HttpError(500, "HTTP_INTERNAL", "Something went wrong inside Spikefarm; the log has it under this request_id.");
