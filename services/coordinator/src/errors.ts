/** What the coordinator can report (docs/errors.md). */
export const COORDINATOR_CODES = {
  SWEEP_NOT_STARTED: {
    cause: "A sweep was asked about before the coordinator had started it.",
    remedy: "Start it with `spikefarm run FILE`.",
  },
  SWEEP_TOO_MANY_FAILURES: {
    cause: "More trials have failed than the document's `max_failures` allows.",
    remedy: "Look at the failed rows with `spikefarm results last --format csv`, mend the model or module, and run again.",
  },
  SWEEP_STALLED: {
    cause: "Trials are missing, but several passes over the sweep delivered none of them.",
    remedy: "Look at the log for errors of the workers, then run the same command again: it continues.",
  },
  SWEEP_UNKNOWN: {
    cause: "No sweep of this data directory has that id.",
    remedy: "List them with `spikefarm ls`, or give the right --data directory.",
  },
  DOCUMENT_INVALID: {
    cause: "The document does not check; every problem in it is listed.",
    remedy: "Mend what the diagnostics point at; `spikefarm check FILE` shows them again without running.",
  },
  OUTPUT_UNKNOWN: {
    cause: "The sweep has no output of that name that can be averaged: a number a trial.",
    remedy: "Name one of the sweep's outputs whose shape is [] and whose kind is not text.",
  },
  IDEMPOTENCY_KEY_REUSED: {
    cause: "The Idempotency-Key was used before, for another document.",
    remedy: "Use a new key for a new document; the same key only to repeat the same request.",
  },
  WORKER_REFUSED: {
    cause: "A worker speaks another version of the protocol, or computes with another version of the numerics.",
    remedy: "Update the worker, or the coordinator, until both are of one version.",
  },
  HTTP_NOT_FOUND: {
    cause: "There is nothing at this address.",
    remedy: "Look at /docs for the addresses there are.",
  },
  HTTP_METHOD: {
    cause: "The address does not take this method.",
    remedy: "Use one of the methods in the Allow header.",
  },
  HTTP_MEDIA_TYPE: {
    cause: "The body is of a type that the address does not take.",
    remedy: "Send application/json, or application/yaml for a document, and say so in Content-Type.",
  },
  HTTP_TOO_LARGE: {
    cause: "The body is larger than the address takes: 12 MiB for a document, 1 MiB for anything else.",
    remedy: "Send a smaller one; a space is written as arithmetic, never as a list of its points.",
  },
  HTTP_INVALID: {
    cause: "The request, or a part of it, is not of the form that is documented, or has not arrived in time.",
    remedy: "Mend what the message names; /docs shows the form.",
  },
  HTTP_UNAUTHORIZED: {
    cause: "The request does not carry the token of this farm.",
    remedy: "Send the header Authorization: Bearer TOKEN, with the token in SPIKEFARM_TOKEN.",
  },
  HTTP_FORBIDDEN: {
    cause: "The request came by a foreign host name or from a page of another site.",
    remedy: "Use the address that the coordinator printed when it started.",
  },
  HTTP_BUSY: {
    cause: "The coordinator has as many clients as it serves at a time, or is closing.",
    remedy: "Try again after the seconds in the Retry-After header.",
  },
  HTTP_TIMEOUT: {
    cause: "The request was not answered in time; the writer or the queue may be away.",
    remedy: "Look at /readyz, and try again.",
  },
  HTTP_UNAVAILABLE: {
    cause: "The writer or the queue does not answer, or has no space left.",
    remedy: "Look at /readyz. What is committed is safe, and sweeps go on by themselves once the service is back.",
  },
  HTTP_INTERNAL: {
    cause: "A fault of Spikefarm; the log has it under the request_id.",
    remedy: "Report it, with what the log says.",
  },
  COORDINATOR_CONFIG: {
    cause: "A setting of the coordinator is missing or impossible.",
    remedy: "Set the variable that the message names.",
  },
  COORDINATOR_NEEDS_TOKEN: {
    cause: "The coordinator was told to listen beyond this machine without a token.",
    remedy: "Set SPIKEFARM_TOKEN, the same for every service, or listen on 127.0.0.1.",
  },
} as const;

export type CoordinatorCode = keyof typeof COORDINATOR_CODES;
