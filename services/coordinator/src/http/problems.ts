// Every refusal is a problem (RFC 9457): application/problem+json with our code, and for a document all of its diagnostics.
//
//   a fault of ours (anything unexpected)  → 500, logged with its stack; the answer has only the request_id to find it by
//   a service that is away or full         → 503 or 507: wait, try again
//   everything else                        → 4xx, with a message that says what to mend

import { sendProblem } from "@spikefarm/http";
import { CodedError } from "@spikefarm/protocol";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { CoordinatorCode } from "../errors.js";
import { isPassing } from "../wait-out.js";
import { HttpError } from "./http-error.js";

const RETRY_AFTER_SECONDS = "2";
const MEBIBYTE = 1 << 20;

export function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(error, request);
  const { status, code } = refusal;
  if (status === 500) request.log.error({ err: error, code }, "a fault of ours");
  else if (status > 500) request.log.warn({ code, status, reason: error instanceof Error ? error.message : String(error) }, "not answered");
  return sendRefusal(request, reply, refusal);
}

export function sendRefusal(request: FastifyRequest, reply: FastifyReply, refusal: HttpError): FastifyReply {
  const { diagnostics, members } = refusal;
  return sendProblem(request, reply, refusal, { ...(diagnostics.length > 0 && { diagnostics }), ...members });
}

/** Any error as the refusal that is sent. */
function refusalOf(error: unknown, request: FastifyRequest): HttpError {
  if (error instanceof HttpError) return error;
  if (error instanceof CodedError) return ofCode(error);
  if (error instanceof Error && "statusCode" in error) return ofFastify(error as FastifyError, request);
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
function ofFastify({ statusCode = 500, message, code }: FastifyError, { routeOptions, url }: FastifyRequest): HttpError {
  if (statusCode === 403) return nothingAt(url); // the dashboard's files lie at no such path
  if (statusCode === 413) {
    const most = (routeOptions.bodyLimit ?? 0) / MEBIBYTE;
    return new HttpError(
      413,
      "HTTP_TOO_LARGE",
      `The body is larger than ${most} MiB, which is what this address takes; send a smaller one.`,
    );
  }
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

export function nothingAt(url: string): HttpError {
  const [path] = url.split("?", 1);
  return new HttpError(404, "HTTP_NOT_FOUND", `There is nothing at ${path}; /docs lists what there is.`);
}

const retryLater = { headers: { "Retry-After": RETRY_AFTER_SECONDS } };

const unavailable = (status: number, message: string): HttpError => new HttpError(status, "HTTP_UNAVAILABLE", message, retryLater);

const internal = (): HttpError =>
  new HttpError(500, "HTTP_INTERNAL", "Something went wrong inside Spikefarm; the log has it under this request_id.");
