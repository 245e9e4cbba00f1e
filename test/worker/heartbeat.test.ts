// The worker's side of PUT /api/v1/workers/{id}, against a server that answers as the test says.

import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { NUMERICS_VERSION, PROTOCOL_VERSION } from "@spikefarm/protocol";
import { openModules } from "@spikefarm/worker";
import { afterEach, beforeEach, expect, test } from "vitest";
import { announcer } from "../../services/worker/src/announce.js";
import { type Heartbeat, startHeartbeat } from "../../services/worker/src/heartbeat.js";
import { readText } from "../tidy/repository.js";

let server: Server;
let answer: { readonly status: number; readonly body: unknown };
let requests: { readonly request: IncomingMessage; readonly body: Record<string, unknown> }[];
let heartbeat: Heartbeat | undefined;
const heard: string[] = [];

beforeEach(async () => {
  requests = [];
  heard.length = 0;
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    requests.push({ request, body: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown> });
    response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  heartbeat?.stop();
  server.close();
  server.closeAllConnections();
});

async function start(first: typeof answer): Promise<Heartbeat> {
  answer = first;
  const modules = await openModules(undefined, "none");
  const address = server.address() as { readonly port: number };
  heartbeat = startHeartbeat({
    url: `http://127.0.0.1:${address.port}`,
    token: "secret",
    id: "m-1",
    announce: announcer({ machine: "m", threads: 2, modules, tasksRunning: () => 1, isDraining: () => false }),
    onWelcome: () => heard.push("welcome"),
    onRefused: (reason) => heard.push(`refused: ${reason}`),
    onSilence: (reason) => heard.push(`silence: ${reason}`),
  });
  await expect.poll(() => heard.length, { timeout: 5_000 }).toBe(1);
  return heartbeat;
}

test("a refusal is told with its reason, once, and taken back when the coordinator welcomes the worker", async () => {
  const beating = await start({ status: 409, body: { reason: "it computes with numerics 2, this farm with 1" } });
  await beating.beat();
  answer = { status: 200, body: { state: "ok" } };
  await beating.beat();
  expect(heard).toEqual(["refused: it computes with numerics 2, this farm with 1", "welcome"]);
});

test("a coordinator that fails, and one that is gone, are told once for each reason, and the worker keeps trying", async () => {
  const beating = await start({ status: 503, body: { detail: "starting" } });
  expect(heard).toEqual(["silence: it answered 503: starting"]);
  server.closeAllConnections();
  server.close();
  for (let beat = 0; beat < 4; beat++) await beating.beat();
  expect(heard.at(-1)).toMatch(/^silence: .*ECONNREFUSED/);
  expect(heard).toEqual([...new Set(heard)]);
});

test("a beat says who the worker is, what it can do and how busy it is", async () => {
  await start({ status: 200, body: { state: "ok" } });
  const [{ request, body }] = requests as [(typeof requests)[0]];
  expect(`${request.method} ${request.url}`).toBe("PUT /api/v1/workers/m-1");
  expect(request.headers.authorization).toBe("Bearer secret");
  expect(body).toMatchObject({ machine: "m", pid: process.pid, threads: 2, tasks_running: 1, modules: [], state: "ok" });
  const { version } = JSON.parse(readText("package.json")) as { readonly version: string };
  expect(body.versions).toEqual({
    numerics: NUMERICS_VERSION,
    protocol: PROTOCOL_VERSION,
    spikefarm: version,
    node: process.versions.node,
  });
  expect(body.memory_bytes).toBeGreaterThan(10_000_000);
  expect(body.cpu_load).toBeGreaterThanOrEqual(0);
});

test("beats come every two seconds by themselves", async () => {
  await start({ status: 200, body: { state: "ok" } });
  await expect.poll(() => requests.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(3);
});
