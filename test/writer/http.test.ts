// What the writer's HTTP face refuses, and how.

import { createHash } from "node:crypto";
import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { openHttpWriter } from "@spikefarm/client";
import { BLOCK_BODY_LIMIT_BYTES, type Block, encodeBlock, type Problem } from "@spikefarm/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blockOf, PROVENANCE, plainPart, sweepOf } from "../contract/writer-port/sweeps.js";
import { temporaryDirectory } from "../datamanager/temporary-directory.js";
import { startWriter, type WriterProcess } from "./writer-process.js";

const { path, remove } = temporaryDirectory();
const TOKEN = "a token";
const record = sweepOf([plainPart(10)]);
const bytes = encodeBlock(blockOf(record, { from: 0, to: 10 }), PROVENANCE) as Uint8Array<ArrayBuffer>;
let writer: WriterProcess;

beforeAll(async () => {
  writer = await startWriter(path, { SPIKEFARM_TOKEN: TOKEN });
  expect((await send("PUT", `/sweeps/${record.id}`, JSON.stringify(record), { "content-type": "application/json" })).status).toBe(204);
});
afterAll(async () => {
  await writer.end("SIGTERM");
  remove();
});

const send = (
  method: string,
  target: string,
  body?: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${writer.url}/internal/v1${target}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, ...headers },
    ...(body !== undefined && { body }),
  });
const digestOf = (body: Uint8Array): string => `sha-256=:${createHash("sha256").update(body).digest("base64")}:`;
const putBlock = (body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Response> =>
  send("PUT", `/sweeps/${record.id}/blocks`, body, {
    "content-type": "application/octet-stream",
    "content-digest": digestOf(body),
    ...headers,
  });

async function expectProblem(response: Response, status: number, code: string): Promise<Problem> {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = (await response.json()) as Problem;
  expect(problem).toMatchObject({ status, code, type: `urn:spikefarm:error:${code}`, request_id: expect.stringMatching(/^w/) });
  expect(response.status).toBe(status);
  return problem;
}

describe("a block is refused", () => {
  const check = (what: string, status: number, code: string, attempt: () => Promise<Response>): void =>
    test(what, async () => {
      await expectProblem(await attempt(), status, code);
      expect(await (await send("GET", `/sweeps/${record.id}/counts`)).json()).toMatchObject({ ok: 0 });
    });
  const flipped = (at: number): Uint8Array<ArrayBuffer> => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte)) as Uint8Array<ArrayBuffer>;

  check("whose bytes are not those of its Content-Digest", 400, "STORE_BODY_DAMAGED", () =>
    putBlock(flipped(300), { "content-digest": digestOf(bytes) }),
  );
  check("without a Content-Digest", 400, "STORE_BODY_DAMAGED", () => putBlock(bytes, { "content-digest": "" }));
  check("with a digest of another kind", 400, "STORE_BODY_DAMAGED", () => putBlock(bytes, { "content-digest": "md5=:AAAA:" }));
  check("that was damaged before it was sent", 400, "BLOCK_CORRUPT", () => putBlock(flipped(bytes.length - 9)));
  check("of no bytes", 400, "BLOCK_CORRUPT", () => putBlock(new Uint8Array()));
  check("as JSON", 415, "STORE_REQUEST_INVALID", () =>
    send("PUT", `/sweeps/${record.id}/blocks`, "{}", { "content-type": "application/json" }),
  );
  check("under another sweep", 422, "DATA_BLOCK_REFUSED", () =>
    send("PUT", `/sweeps/${sweepOf([plainPart(1)]).id}/blocks`, bytes, {
      "content-type": "application/octet-stream",
      "content-digest": digestOf(bytes),
    }),
  );
  check("under no sweep's id", 400, "STORE_REQUEST_INVALID", () => send("GET", "/sweeps/..%2f..%2fetc/counts"));
});

test("a block above the limit is refused before its bytes are sent", async () => {
  const target = `${writer.url}/internal/v1/sweeps/${record.id}/blocks`;
  const headers = {
    authorization: `Bearer ${TOKEN}`,
    "content-type": "application/octet-stream",
    "content-length": BLOCK_BODY_LIMIT_BYTES + 1,
  };
  const request = httpRequest(target, { method: "PUT", headers });
  request.on("error", () => undefined); // the connection is closed under it
  request.flushHeaders();
  const [response] = (await once(request, "response")) as [IncomingMessage];
  expect(response.statusCode).toBe(413);
  expect(JSON.parse(Buffer.concat(await response.toArray()).toString())).toMatchObject({ code: "STORE_BODY_TOO_LARGE" });
  request.destroy();
});

describe("a request is refused", () => {
  test("without the token, with another one, or from a web page", async () => {
    await expectProblem(await fetch(`${writer.url}/internal/v1/sweeps`), 401, "STORE_UNAUTHORIZED");
    await expectProblem(await send("GET", "/sweeps", undefined, { authorization: "Bearer another" }), 401, "STORE_UNAUTHORIZED");
    await expectProblem(await send("GET", "/sweeps", undefined, { origin: "http://evil.example" }), 403, "STORE_UNAUTHORIZED");
  });

  test("that is not of the documented form", async () => {
    const json = { "content-type": "application/json" };
    await expectProblem(await send("GET", "/nothing"), 404, "STORE_REQUEST_INVALID");
    await expectProblem(await send("PUT", `/sweeps/${record.id}/state`, '{"state":"odd"}', json), 400, "STORE_REQUEST_INVALID");
    await expectProblem(await send("PUT", `/sweeps/${record.id}/state`, '{"__proto__":{}}', json), 400, "STORE_REQUEST_INVALID");
    await expectProblem(await send("PUT", `/sweeps/${record.id}`, "{}", json), 400, "STORE_REQUEST_INVALID");
    await expectProblem(await send("PUT", `/sweeps/${record.id}/state`, `"${"x".repeat(1 << 20)}"`, json), 413, "STORE_BODY_TOO_LARGE");
    await expectProblem(await send("GET", `/sweeps/${record.id}/parts/0/missing?from=-1&limit=1`), 400, "STORE_REQUEST_INVALID");
    await expectProblem(await send("GET", `/sweeps/${record.id}/rows?status=9`), 400, "STORE_REQUEST_INVALID");
  });
});

test("health and readiness need no token", async () => {
  expect(await (await fetch(`${writer.url}/healthz`)).json()).toEqual({ status: "ok" });
  expect(await (await fetch(`${writer.url}/readyz`)).json()).toEqual({ status: "ready" });
});

test("a block is receipted once it is stored; a repeat adds nothing; a contradiction is 409 with the receipt", async () => {
  expect(await (await putBlock(bytes)).json()).toMatchObject({ added: 10, conflicts: 0, counts: { ok: 10, pending: 0 } });
  expect(await (await putBlock(bytes)).json()).toMatchObject({ added: 0, conflicts: 0 });
  const other = encodeBlock(blockOf(record, { from: 0, to: 10 }, { salt: 1 }), PROVENANCE) as Uint8Array<ArrayBuffer>;
  const problem = await expectProblem(await putBlock(other), 409, "CONFLICT");
  expect(problem).toMatchObject({ receipt: { added: 0, conflicts: 10, counts: { ok: 10 } } });
});

test("a block larger than the writer takes at once is delivered in pieces, and one of a single trial is refused", async () => {
  const items = 3_000_000;
  const outputs = [{ name: "trace", kind: "f64" as const, unit: "volt", shape: [null] }];
  const wide = sweepOf([plainPart(3, 1, 3)], { parameters: [], outputs });
  const blockOfItems = (to: number, length: number): Block => ({
    ...blockOf(wide, { from: 0, to }),
    parameters: [],
    outputs: [
      {
        column: outputs[0]!,
        data: {
          kind: "list",
          offsets: Uint32Array.from({ length: to + 1 }, (_, i) => i * length),
          items: { kind: "f64", values: new Float64Array(to * length) },
        },
      },
    ],
  });
  const client = openHttpWriter({ url: writer.url, token: TOKEN, retryForMs: 0 });
  await client.putSweep(wide);
  await expect(client.commit(blockOfItems(1, 9_000_000), PROVENANCE)).rejects.toMatchObject({ code: "STORE_BODY_TOO_LARGE" });
  expect(await client.commit(blockOfItems(3, items), PROVENANCE)).toMatchObject({ added: 3, conflicts: 0, counts: { ok: 3, pending: 0 } });
  await client.close();
});

describe("the process", () => {
  const startFailing = async (environment: Record<string, string>): Promise<string> => {
    const { path: directory, remove: removeDirectory } = temporaryDirectory();
    const message = await startWriter(directory, environment).then(
      async (started) => `started: ${await started.end("SIGKILL")}`,
      (error: unknown) => String(error),
    );
    removeDirectory();
    return message;
  };

  test("refuses to listen where other machines reach it without a token", async () => {
    expect(await startFailing({ SPIKEFARM_HOST: "0.0.0.0" })).toContain("STORE_NEEDS_TOKEN");
  });
  test("names the setting that is wrong", async () => {
    expect(await startFailing({ SPIKEFARM_PORT: "70710" })).toContain("SPIKEFARM_PORT");
    expect(await startFailing({ SPIKEFARM_LOG: "loud" })).toContain("SPIKEFARM_LOG");
    expect(await startFailing({ SPIKEFARM_PORT: new URL(writer.url).port })).toContain("SPIKEFARM_PORT");
  });
  test("refuses a directory that another writer holds", async () => {
    await expect(startWriter(path)).rejects.toThrow("DATA_IN_USE");
    expect((await fetch(`${writer.url}/readyz`)).status).toBe(200);
  });
});
