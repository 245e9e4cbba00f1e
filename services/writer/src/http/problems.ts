// Every refusal is a problem (RFC 9457) with our code; the client turns it back into the CodedError that it was.

import { type Refusal, sendProblem } from "@spikefarm/http";
import { CodedError } from "@spikefarm/protocol";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { WriterCode } from "../errors.js";

class HttpRefusal extends Error implements Refusal {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>>) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const RETRY_SOON = { "Retry-After": "1" } as const;
const RETRY_LATER = { "Retry-After": "2" } as const;

export const refusal = (status: number, code: WriterCode, message: string, headers: Readonly<Record<string, string>> = {}): Error =>
  new HttpRefusal(status, code, message, headers);

export function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refused = refusalOf(error);
  if (refused.status === 500) request.log.error({ err: error }, "request failed");
  else if (refused.status > 500) request.log.warn({ code: refused.code }, refused.message);
  return sendProblem(request, reply, refused);
}

export function registerNotFound(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) =>
    sendProblem(request, reply, {
      status: 404,
      code: "STORE_REQUEST_INVALID",
      message: `The writer has no ${request.method} ${request.url}.`,
    }),
  );
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof HttpRefusal) return error;
  if (error instanceof CodedError) return ofCode(error);
  if (error instanceof Error && "statusCode" in error) return ofFastify(error as FastifyError);
  return INTERNAL;
}

const INTERNAL: Refusal = {
  status: 500,
  code: "STORE_INTERNAL",
  message: "Something went wrong inside the writer; its log has it under this request_id.",
};

const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  DATA_SWEEP_UNKNOWN: 404,
  DATA_SWEEP_EXISTS: 409,
  DATA_PARTS_OVERLAP: 422,
  DATA_BLOCK_REFUSED: 422,
  BLOCK_CORRUPT: 400,
  BLOCK_TOO_LARGE: 413,
};

/** What a part of the store said. A disk that fails or a directory that is being opened again passes. */
function ofCode({ code, message }: CodedError): Refusal {
  const status = STATUS_OF_CODE[code];
  if (status !== undefined) return { status, code, message };
  return { status: code === "DATA_DISK_FULL" ? 507 : 503, code, message, headers: RETRY_LATER };
}

/** What Fastify refuses by itself, in our words. */
function ofFastify({ statusCode = 500, message }: FastifyError): Refusal {
  if (statusCode === 413)
    return { status: 413, code: "STORE_BODY_TOO_LARGE", message: "The body is larger than the writer takes; send less at once." };
  if (statusCode === 503) return { status: 503, code: "WRITER_BUSY", message: "The writer is closing.", headers: RETRY_SOON };
  if (statusCode >= 400 && statusCode < 500) {
    return { status: statusCode, code: "STORE_REQUEST_INVALID", message: `The request cannot be taken: ${message}.` };
  }
  return INTERNAL;
}
