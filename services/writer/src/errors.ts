/** What the writer can report (docs/errors.md). Those named WRITER_… pass by themselves: the same request may be sent again. */
export const WRITER_CODES = {
  WRITER_BUSY: {
    cause: "More results are waiting to be written than the writer takes in, or it is closing.",
    remedy: "Send the same request again after the seconds in the Retry-After header.",
  },
  STORE_CONFIG: {
    cause: "A setting of the writer is not of its form, or it cannot listen at its address.",
    remedy: "Mend the environment variable that the message names.",
  },
  STORE_NEEDS_TOKEN: {
    cause: "The writer was told to listen where other machines reach it, without a token.",
    remedy: "Set SPIKEFARM_TOKEN, the same for every service, or listen on 127.0.0.1.",
  },
  STORE_UNAUTHORIZED: {
    cause: "A request to the writer does not carry the farm's token.",
    remedy: "Give every service the same SPIKEFARM_TOKEN.",
  },
  STORE_REQUEST_INVALID: {
    cause: "A request to the writer is not of the form it takes.",
    remedy: "Check that every service runs the same version of Spikefarm.",
  },
  STORE_INTERNAL: {
    cause: "The writer has met a fault of its own.",
    remedy: "Look in its log under the request_id of the answer, and report it.",
  },
  STORE_BODY_DAMAGED: {
    cause: "A block of results arrived with other bytes than were sent: its Content-Digest does not agree.",
    remedy: "Nothing is stored; send it again. If it happens often, check the network and the memory of the machine that sent it.",
  },
  STORE_BODY_TOO_LARGE: {
    cause: "The body of a request to the writer is larger than it takes: 65 MiB for a block, 16 MiB for a sweep.",
    remedy: "Record less in each trial, or deliver fewer trials in one block.",
  },
} as const;

export type WriterCode = keyof typeof WRITER_CODES;
