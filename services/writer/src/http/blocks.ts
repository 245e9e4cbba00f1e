// Blocks come as the bytes they are stored as, with a Content-Digest (RFC 9530) of them. The answer is sent *after* the synced write.

import { createHash, timingSafeEqual } from "node:crypto";
import { sendProblem } from "@spikefarm/http";
import { BLOCK_BODY_LIMIT_BYTES, type Block, CodedError, decodeBlock, type Provenance } from "@spikefarm/protocol";
import type { FastifyInstance } from "fastify";
import type { Writer } from "../app.js";
import { NUMBER, PART_PARAMETERS, type PartParameters, SWEEP_PARAMETERS, type SweepParameters } from "./parameters.js";
import { RETRY_SOON, refusal } from "./problems.js";

export function registerBlocks(app: FastifyInstance, writer: Writer): void {
  app.addContentTypeParser("application/octet-stream", { parseAs: "buffer", bodyLimit: BLOCK_BODY_LIMIT_BYTES }, (_request, body, done) =>
    done(null, body),
  );
  /** *Before* the body is read: what is held back must not fill the memory. */
  const refuseWhileBusy = async (): Promise<void> => {
    if (writer.failure !== undefined) throw writer.failure;
    if (writer.isBusy)
      throw refusal(429, "WRITER_BUSY", "More results wait to be written than the writer takes in; send it again.", RETRY_SOON);
  };

  app.put<{ Params: SweepParameters; Body: Buffer }>(
    "/sweeps/:id/blocks",
    { schema: { params: SWEEP_PARAMETERS }, bodyLimit: BLOCK_BODY_LIMIT_BYTES, onRequest: refuseWhileBusy },
    async (request, reply) => {
      const { block, provenance } = readBlock(request.params, request.body, request.headers["content-digest"]);
      const receipt = await writer.commit(block, provenance);
      if (receipt.conflicts === 0) return receipt;
      const message = `${receipt.conflicts} trials differ from the stored ones; the first stand.`;
      return sendProblem(request, reply, { status: 409, code: "CONFLICT", message }, { receipt });
    },
  );

  app.put<{ Params: PartParameters; Querystring: { readonly size: string }; Body: Buffer }>(
    "/sweeps/:id/parts/:part/granule-size",
    {
      schema: { params: PART_PARAMETERS, querystring: { type: "object", properties: { size: NUMBER }, required: ["size"] } },
      bodyLimit: BLOCK_BODY_LIMIT_BYTES,
      onRequest: refuseWhileBusy,
    },
    async ({ params, query, body, headers }) => {
      const { block, provenance } = readBlock(params, body, headers["content-digest"]);
      return { granuleSize: await writer.settleGranuleSize(params.id, Number(params.part), Number(query.size), block, provenance) };
    },
  );
}

function readBlock(
  { id }: SweepParameters,
  body: unknown,
  contentDigest: unknown,
): { readonly block: Block; readonly provenance: Provenance } {
  if (!Buffer.isBuffer(body)) throw refusal(415, "STORE_REQUEST_INVALID", "A block is sent as application/octet-stream.");
  const [, given] = /^sha-256=:([A-Za-z0-9+/]{43}=):$/.exec(String(contentDigest ?? "")) ?? [];
  if (given === undefined) throw refusal(400, "STORE_BODY_DAMAGED", "A block needs its Content-Digest: sha-256=:…:.");
  if (!timingSafeEqual(createHash("sha256").update(body).digest(), Buffer.from(given, "base64"))) {
    throw refusal(400, "STORE_BODY_DAMAGED", "The block's bytes are not those that its Content-Digest was made of; send it again.");
  }
  const decoded = decodeBlock(body);
  if (decoded.block.sweep === id) return decoded;
  throw new CodedError("DATA_BLOCK_REFUSED", `The block is of sweep ${decoded.block.sweep}, not of ${id}.`);
}
