// The writer over HTTP, as the WriterPort that it is in process. Blocks travel as the bytes they are stored as, tables as streamed NDJSON.
//
// Every request may be sent again: the first commit wins and a repeat adds nothing. So a writer that restarts, is full for a moment or has a
// full disk is waited out here (writer-request.ts), and the farm goes on by itself.

import { createHash } from "node:crypto";
import {
  BLOCK_BODY_LIMIT_BYTES,
  type Block,
  CodedError,
  type Column,
  type CommitReceipt,
  decodeRow,
  encodeBlock,
  type Provenance,
  type Row,
  type RowQuery,
  type StandingState,
  type SweepEntry,
  type SweepRecord,
  sliceBlock,
  type TrialCounts,
  type TrialRange,
  type WriterPort,
} from "@spikefarm/protocol";
import { readLines } from "./writer-lines.js";
import { createWriterRequester } from "./writer-request.js";

export interface HttpWriterOptions {
  /** http://host:port */
  readonly url: string;
  readonly token?: string | undefined;
  /** Ends every request and every wait for a writer that is away. */
  readonly signal?: AbortSignal;
  /** How long a request is tried again while the writer is away, busy or full; 0 for once. */
  readonly retryForMs?: number;
}

const RETRY_FOR_MS = 60_000;

export function openHttpWriter({ retryForMs = RETRY_FOR_MS, ...options }: HttpWriterOptions): WriterPort {
  const closing = new AbortController();
  const signal = options.signal === undefined ? closing.signal : AbortSignal.any([options.signal, closing.signal]);
  const request = createWriterRequester({ ...options, signal, retryForMs });
  const json = async <Answer>(path: string): Promise<Answer> => JSON.parse(await request.send({ method: "GET", path })) as Answer;
  const put = (path: string, body: unknown): Promise<string> =>
    request.send({ method: "PUT", path, body: JSON.stringify(body), headers: { "content-type": "application/json" } });
  const putBlock = async <Answer>(path: string, body: Uint8Array): Promise<Answer> => {
    const digest = createHash("sha256").update(body).digest("base64");
    const headers = { "content-type": "application/octet-stream", "content-digest": `sha-256=:${digest}:` };
    return JSON.parse(await request.send({ method: "PUT", path, body, headers })) as Answer;
  };
  const commit = async (block: Block, provenance: Provenance): Promise<CommitReceipt> => {
    const body = bytesOf(block, provenance);
    if (body === undefined) return commitHalves(block, provenance, commit);
    return putBlock<CommitReceipt>(`/sweeps/${block.sweep}/blocks`, body).catch(receiptOfConflict);
  };

  return {
    putSweep: async (record) => void (await put(`/sweeps/${record.id}`, record)),
    getSweep: (id) => json<SweepRecord>(`/sweeps/${id}`).catch(undefinedWhereUnknown),
    listSweeps: async ({ limit, before }) => {
      const cursor = before === undefined ? "" : `&before=${before}`;
      return (await json<{ items: readonly SweepEntry[] }>(`/sweeps?limit=${limit}${cursor}`)).items;
    },
    setState: async (id, state, failure) =>
      JSON.parse(await put(`/sweeps/${id}/state`, { state, ...(failure !== undefined && { failure }) })) as StandingState,
    async settleGranuleSize(id, part, granuleSize, block, provenance) {
      const body = encodeBlock(block, provenance); // one trial's row
      const path = `/sweeps/${id}/parts/${part}/granule-size?size=${granuleSize}`;
      return (await putBlock<{ readonly granuleSize: number }>(path, body)).granuleSize;
    },
    commit,
    counts: (id) => json<TrialCounts>(`/sweeps/${id}/counts`),
    missing: async (id, part, from, limit) =>
      (await json<{ ranges: readonly TrialRange[] }>(`/sweeps/${id}/parts/${part}/missing?from=${from}&limit=${limit}`)).ranges,
    async *rows(id, query) {
      const body = await request.stream(`/sweeps/${id}/rows${textOf(query)}`);
      yield* readRows(readLines(body));
    },
    columns: async (id) => (await json<{ items: readonly Column[] }>(`/sweeps/${id}/columns`)).items,
    digest: async (id) => (await json<{ digest: string | null }>(`/sweeps/${id}/digest`)).digest,
    async close() {
      closing.abort(new CodedError("DATA_CLOSED", `The connection to the writer at ${options.url} has been closed; open it again.`));
    },
  };
}

/**
 * A block's bytes; undefined where the writer would not take so many at once, and they can be cut. What cannot be is refused here: a writer
 * that refuses a body closes the connection under it, which looks like a writer that went away.
 */
function bytesOf(block: Block, provenance: Provenance): Uint8Array | undefined {
  const canBeCut = block.to - block.from > 1;
  try {
    const bytes = encodeBlock(block, provenance);
    if (bytes.length <= BLOCK_BODY_LIMIT_BYTES) return bytes;
    if (canBeCut) return undefined;
    const message = `The row of trial ${block.from} of ${block.sweep} takes ${bytes.length} bytes, and the writer takes ${BLOCK_BODY_LIMIT_BYTES}; record less in each trial.`;
    throw new CodedError("STORE_BODY_TOO_LARGE", message);
  } catch (error) {
    if (canBeCut && error instanceof CodedError && error.code === "BLOCK_TOO_LARGE") return undefined;
    throw error;
  }
}

/** One half after the other; the receipt is that of both. */
async function commitHalves(block: Block, provenance: Provenance, commit: WriterPort["commit"]): Promise<CommitReceipt> {
  const middle = block.from + Math.floor((block.to - block.from) / 2);
  const first = await commit(sliceBlock(block, { from: block.from, to: middle }), provenance);
  const second = await commit(sliceBlock(block, { from: middle, to: block.to }), provenance);
  return { added: first.added + second.added, conflicts: first.conflicts + second.conflicts, counts: second.counts };
}

/** A conflict is a problem that holds a receipt. */
function receiptOfConflict(error: unknown): CommitReceipt {
  if (error instanceof CodedError && error.details?.receipt !== undefined) return error.details.receipt as CommitReceipt;
  throw error;
}

function undefinedWhereUnknown(error: unknown): undefined {
  if (error instanceof CodedError && error.code === "DATA_SWEEP_UNKNOWN") return undefined;
  throw error;
}

function textOf({ status, offset, limit, stride, waitMs }: RowQuery = {}): string {
  const query = new URLSearchParams();
  if (status !== undefined) query.set("status", status.join(","));
  if (offset !== undefined) query.set("offset", String(offset));
  if (limit !== undefined) query.set("limit", String(limit));
  if (stride !== undefined) query.set("stride", String(stride));
  if (waitMs !== undefined) query.set("wait", String(waitMs));
  return query.size === 0 ? "" : `?${query}`;
}

/** Rows, until the line that says how the table ended; without one it was cut off. The body is read to its end, which keeps its connection. */
async function* readRows(batches: AsyncIterable<readonly string[]>): AsyncGenerator<readonly Row[]> {
  let isWhole = false;
  for await (const lines of batches) {
    const last = lines.at(-1);
    const isEnd = last?.startsWith("{") === true;
    const rows = (isEnd ? lines.slice(0, -1) : lines).map(decodeRow);
    if (rows.length > 0) yield rows;
    if (!isEnd) continue;
    const end = JSON.parse(last) as { readonly end: true } | { readonly code: string; readonly message: string };
    if ("code" in end) throw new CodedError(end.code, end.message);
    isWhole = true;
  }
  if (!isWhole) throw new CodedError("CLIENT_UNREACHABLE", "The writer went away in the middle of a table; ask for it again.");
}
