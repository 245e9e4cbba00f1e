// What is refused before there is a route is a problem too, from both servers of the farm: what Node cannot read, and what Fastify cannot route.

import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Problem, SweepSummary } from "@spikefarm/protocol";
import { createHttpServer, createWriter } from "@spikefarm/writer";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { HttpFarm, NEURON } from "../coordinator/http-farm.js";
import { temporaryDirectory } from "../datamanager/temporary-directory.js";

interface Server {
  readonly url: string;
  close(): Promise<void>;
}

async function openCoordinator(): Promise<Server> {
  const farm = await HttpFarm.open({ threads: 0, limits: { requestMs: 300 } });
  return { url: farm.url, close: () => farm[Symbol.asyncDispose]() };
}

async function openWriterServer(): Promise<Server> {
  const { path, remove } = temporaryDirectory();
  const writer = await createWriter({ directory: path, machine: "test" });
  const server = await createHttpServer({ writer, host: "127.0.0.1", port: 0, token: undefined, log: pino({ level: "silent" }) });
  return { url: server.url, close: () => server.close().then(() => writer.close().then(remove)) };
}

async function connectTo(url: string): Promise<{ readonly socket: Socket; readonly received: () => string }> {
  let text = "";
  const socket = connect(Number(new URL(url).port), "127.0.0.1").on("error", () => undefined);
  socket.setEncoding("utf8").on("data", (data: string) => {
    text += data;
  });
  await once(socket, "connect");
  return { socket, received: () => text };
}

/** Sends bytes as they are; what has come when the server has closed the connection. */
async function exchange(url: string, sent: string): Promise<string> {
  const { socket, received } = await connectTo(url);
  const closed = once(socket, "close");
  socket.write(sent);
  await closed;
  return received();
}

function expectProblem(answer: string, status: number, code: string): void {
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  expect(head.split("\r\n")[0]).toMatch(new RegExp(`^HTTP/1.1 ${status} [A-Z]`));
  expect(head).toMatch(/^content-type: application\/problem\+json$/im);
  expect(head).toMatch(new RegExp(`^content-length: ${Buffer.byteLength(body)}$`, "im"));
  const problem = JSON.parse(body) as Problem;
  expect(problem).toMatchObject({ type: `urn:spikefarm:error:${code}`, title: expect.stringMatching(/[a-z]/), status, code });
  expect(problem.detail).toMatch(/\.$/);
}

const get = (path: string, ...headers: readonly string[]): string =>
  [`GET ${path} HTTP/1.1`, "Connection: close", ...headers, "", ""].join("\r\n");
const HOST = "Host: 127.0.0.1";

describe.each([
  { name: "coordinator", open: openCoordinator, prefix: "/api/v1", code: "HTTP_INVALID" },
  { name: "writer", open: openWriterServer, prefix: "/internal/v1", code: "STORE_REQUEST_INVALID" },
])("the $name answers with a problem", ({ open, prefix, code }) => {
  let server: Server;
  beforeAll(async () => {
    server = await open();
  });
  afterAll(() => server.close());

  test.each([
    ["an address that cannot be decoded", 400, get(`${prefix}/sweeps/%zz`, HOST)],
    ["an id longer than any", 414, get(`${prefix}/sweeps/${"s".repeat(200)}`, HOST)],
    ["headers that are too large", 431, get(`${prefix}/sweeps`, HOST, `A: ${"x".repeat(20_000)}`)],
    ["bytes that are no request", 400, "How do you do?\r\n\r\n"],
    ["no Host", 400, get(`${prefix}/sweeps`)],
    ["an expectation that nobody meets", 417, get(`${prefix}/sweeps`, HOST, "Expect: a miracle")],
  ])("to %s", async (_what, status, sent) => {
    expectProblem(await exchange(server.url, sent), status, code);
  });
});

test("a body that does not arrive in time is a problem", async () => {
  const server = await openCoordinator();
  const head = ["POST /api/v1/sweeps HTTP/1.1", HOST, "Content-Type: application/yaml", "Content-Length: 9", "", ""].join("\r\n");
  expectProblem(await exchange(server.url, head), 408, "HTTP_INVALID");
  await server.close();
});

test("an answer that has begun gets no bytes of another one into it", async () => {
  const server = await openCoordinator();
  const { socket, received } = await connectTo(server.url);
  socket.write(get("/api/v1/events", HOST));
  await vi.waitFor(() => expect(received()).toContain("retry:"));
  const closed = once(socket, "close");
  socket.write("How do you do?\r\n\r\n");
  await closed;
  expect(received().match(/HTTP\/1\.1/g)).toHaveLength(1);
  await server.close();
});

test("a request that comes on an open connection while the server closes is told so by a problem", async () => {
  const farm = await HttpFarm.open({ threads: 0 });
  const { id } = (await (await farm.submit(NEURON)).json()) as SweepSummary;
  const { socket, received } = await connectTo(farm.url);
  const closed = once(socket, "close");
  const waiting = [`GET /api/v1/sweeps/${id}/results?wait=2 HTTP/1.1`, HOST, "", ""].join("\r\n");
  socket.write(waiting);
  await farm.fetch("/healthz"); // what was sent before has come by now
  const closing = farm.server.close();
  await vi.waitFor(() => expect(farm.fetch("/healthz")).rejects.toThrow());
  socket.write(get("/healthz", HOST));
  await closed;
  await closing;
  const [table, refusal] = received().split(/(?=HTTP\/1\.1 )/);
  expect(table).toMatch(/^HTTP\/1.1 200 OK/);
  expectProblem(refusal ?? "", 503, "HTTP_BUSY");
  await farm[Symbol.asyncDispose]();
});
