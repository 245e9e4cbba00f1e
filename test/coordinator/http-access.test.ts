// Who may ask, and what hostile requests get: a problem, in time, and never a fault.

import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { createHttpServer } from "@spikefarm/coordinator";
import type { Problem } from "@spikefarm/protocol";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HttpFarm, NEURON, problemOf, rawRequest } from "./http-farm.js";

const TOKEN = "0123456789abcdef-the-token-of-this-test";

describe("without a token", () => {
  let farm: HttpFarm;
  let files: string;
  beforeAll(async () => {
    files = await mkdtemp(join(tmpdir(), "spikefarm-page-"));
    await mkdir(join(files, "page", "assets"), { recursive: true });
    await writeFile(join(files, "page", "index.html"), "<!doctype html><title>page</title>");
    await writeFile(join(files, "page", "assets", "index-1a2b.js"), "export {};");
    await writeFile(join(files, "secret.txt"), "a secret");
    farm = await HttpFarm.open({ threads: 0, dashboardDirectory: join(files, "page") });
  });
  afterAll(async () => {
    await farm[Symbol.asyncDispose]();
    await rm(files, { recursive: true });
  });

  test("the farm does not listen beyond this machine", async () => {
    const { coordinator, writer, queue, workers } = farm;
    const log = { level: "silent" } as never;
    const options = {
      coordinator,
      writer,
      queue,
      workers,
      modules: () => undefined,
      moduleNames: () => [],
      owner: "",
      token: undefined,
      port: 0,
      log,
    };
    await expect(createHttpServer({ ...options, host: "0.0.0.0" })).rejects.toMatchObject({ code: "COORDINATOR_NEEDS_TOKEN" });
    for (const host of ["0.0.0.0", "127.0.0.1"]) {
      await expect(createHttpServer({ ...options, host, token: "" }), host).rejects.toMatchObject({
        message: expect.stringContaining("empty"),
      });
    }
  });

  test("a foreign Host header is refused, as DNS rebinding would send it", async () => {
    const { status, body } = await rawRequest(farm.url, "/api/v1/sweeps", { host: "evil.example" });
    expect(status).toBe(403);
    expect(JSON.parse(body)).toMatchObject({ code: "HTTP_FORBIDDEN" });
    expect((await rawRequest(farm.url, "/api/v1/sweeps", { host: "localhost:1234" })).status).toBe(200);
  });

  test("a page of another site cannot change anything", async () => {
    const path = "/api/v1/sweeps/s00000000000000/cancel";
    const host = new URL(farm.url).host;
    for (const headers of [{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }, { origin: "null" }]) {
      expect((await rawRequest(farm.url, path, { host, ...headers } as Record<string, string>, "POST")).status).toBe(403);
    }
    const own = await rawRequest(farm.url, path, { host, origin: `http://${host}`, "sec-fetch-site": "same-origin" }, "POST");
    expect(own.status, "let through, to find that there is no such sweep").toBe(404);
  });

  test("the page's files are served with a strict policy, and nothing beside them", async () => {
    const page = await farm.fetch("/");
    expect(await page.text()).toContain("page");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    expect((await farm.fetch("/assets/index-1a2b.js")).headers.get("cache-control")).toContain("immutable");
    for (const path of [
      "/../secret.txt",
      "/%2e%2e/secret.txt",
      "/..%2fsecret.txt",
      "/assets/..%5c..%5csecret.txt",
      "//secret.txt",
      "/%00",
    ]) {
      const { status, body } = await rawRequest(farm.url, path, { host: "127.0.0.1" });
      expect([400, 403, 404], path).toContain(status);
      expect(body, path).not.toContain("secret\n");
      expect((JSON.parse(body) as Problem).code, path).toMatch(/^HTTP_/);
    }
  });

  test.each(["//api/v1/sweeps", "//", "/assets", "/assets/", "/.git/config"])("there is nothing at %s", async (path) => {
    const { status, body } = await rawRequest(farm.url, path, { host: "127.0.0.1" });
    expect(JSON.parse(body), path).toMatchObject({ status: 404, code: "HTTP_NOT_FOUND" });
    expect(status).toBe(404);
  });

  test("the API describes itself, and the page to read that needs nothing from elsewhere", async () => {
    const description = await farm.json<{ openapi: string; paths: Record<string, Record<string, unknown>> }>("/openapi.json");
    expect(description.openapi).toBe("3.1.0");
    expect(Object.keys(description.paths)).toEqual(
      expect.arrayContaining(["/api/v1/sweeps", "/api/v1/sweeps/{id}", "/api/v1/sweeps/{id}/results", "/api/v1/workers/{id}", "/readyz"]),
    );
    const page = await farm.fetch("/docs/");
    expect(page.status).toBe(200);
    expect((await page.text()).match(/(?:src|href)="https?:/g)).toBe(null);
  });

  test("any body gets a problem or a sweep, never a fault", async () => {
    const hostile = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.json(),
      fc.jsonValue().map((value) => JSON.stringify({ ...NEURON, sweep: value })),
      fc.jsonValue().map((value) => JSON.stringify({ ...NEURON, model: { ...NEURON.model, groups: value } })),
      fc.constantFrom(
        '{"__proto__":{"polluted":1}}',
        '{"model":{"constructor":{"prototype":{"polluted":1}}},"sweep":{}}',
        `${"[".repeat(30_000)}`,
        `a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nd: [*c,*c,*c]`,
        "!!js/function 'process.exit()'",
        '{"sweep":{"space":{"v0":{"linspace":[0,1,1e18]}}},"model":{}}',
        "\u0000",
        "",
      ),
    );
    const types = fc.constantFrom("application/json", "application/yaml", "application/yaml; charset=utf-16", "text/plain", "x", "");
    await fc.assert(
      fc.asyncProperty(hostile, types, fc.boolean(), async (body, type, isDry) => {
        const response = await farm.fetch(`/api/v1/sweeps${isDry ? "?dry_run=true" : ""}`, {
          method: "POST",
          headers: { "Content-Type": type },
          body,
        });
        if (response.ok) return;
        const problem = await problemOf(response);
        expect(problem.status).toBe(response.status);
        expect(response.status).toBeLessThan(500);
        expect(JSON.stringify(problem)).not.toMatch(/node_modules|\.js:\d|at \w+ \(/);
      }),
      { numRuns: 300 },
    );
    expect(({} as { polluted?: number }).polluted).toBe(undefined);
  }, 60_000);

  test("any address and any announcement gets an answer, never a fault", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.webPath(),
        fc.webQueryParameters(),
        fc.constantFrom("GET", "PUT", "POST", "DELETE"),
        fc.json(),
        async (path, query, method, body) => {
          const response = await farm.fetch(`/api/v1/workers${path}?${query}`, {
            method,
            ...(method === "PUT" && { headers: { "Content-Type": "application/json" }, body }),
          });
          expect(response.status).toBeLessThan(500);
          if (!response.ok) await problemOf(response);
        },
      ),
      { numRuns: 200 },
    );
  }, 60_000);
});

describe("with a token", () => {
  let farm: HttpFarm;
  let logged = "";
  beforeAll(async () => {
    const logTo = new Writable({
      write(text: Buffer, _encoding, done) {
        logged += text.toString();
        done();
      },
    });
    farm = await HttpFarm.open({ threads: 0, token: TOKEN, host: "0.0.0.0", logTo });
  });
  afterAll(() => farm[Symbol.asyncDispose]());

  test.each(["/api/v1/sweeps", "/%61pi/v1/sweeps", "/api/v1/events", "/api/v1/nothing"])("%s needs it", async (path) => {
    for (const headers of [{}, { Authorization: "Bearer wrong" }, { Authorization: `Basic ${TOKEN}` }, { Authorization: TOKEN }]) {
      const response = await farm.fetch(path, { headers: headers as Record<string, string> });
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
      expect(await problemOf(response)).toMatchObject({ status: 401, code: "HTTP_UNAUTHORIZED" });
    }
  });

  test("the description of the API needs none, since a browser that opens a page sends none, and says what does", async () => {
    const page = await farm.fetch("/docs/");
    expect(page.status).toBe(200);
    const files = [...(await page.text()).matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, path]) => path!);
    expect(files.length).toBeGreaterThan(2);
    for (const path of files) expect((await farm.fetch(new URL(path, `${farm.url}/docs/`).pathname)).status, path).toBe(200);
    const { paths, security } = await farm.json<{ paths: Record<string, { get: { security?: unknown } }>; security: unknown }>(
      "/openapi.json",
    );
    expect(security).toEqual([{ token: [] }]);
    expect(paths["/api/v1/sweeps"]?.get).not.toHaveProperty("security");
    expect(paths["/readyz"]?.get.security).toEqual([]);
  });

  test("it opens the API, health needs none, and the log does not hold it", async () => {
    expect((await farm.fetch("/api/v1/sweeps", { headers: { Authorization: `Bearer ${TOKEN}` } })).status).toBe(200);
    expect((await farm.fetch("/healthz")).status).toBe(200);
    expect((await farm.fetch("/readyz")).status).toBe(200);
    expect(logged).toContain("/api/v1/sweeps");
    expect(logged).not.toContain(TOKEN);
  });
});

test("a client that sends its request drop by drop is closed", async () => {
  await using farm = await HttpFarm.open({ threads: 0, limits: { requestMs: 300 } });
  const { port } = new URL(farm.url);
  const socket = connect(Number(port), "127.0.0.1");
  const closed = new Promise<number>((resolve) => socket.on("close", () => resolve(performance.now())));
  const startedAt = performance.now();
  socket.write("POST /api/v1/sweeps HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/yaml\r\nContent-Length: 1000\r\n\r\n");
  const drip = setInterval(() => socket.write("x"), 50);
  socket.on("error", () => undefined).on("data", () => undefined);
  const elapsedMs = (await closed) - startedAt;
  clearInterval(drip);
  expect(elapsedMs).toBeGreaterThan(250);
  expect(elapsedMs).toBeLessThan(5_000);
});

test("a closing coordinator does not wait for a client that asks nothing, or not all of it", { timeout: 30_000 }, async () => {
  await using farm = await HttpFarm.open({ threads: 0 });
  const { port } = new URL(farm.url);
  const begun = [
    "",
    "GET /healthz HTTP/1.1\r\n",
    "POST /api/v1/sweeps HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/yaml\r\nContent-Length: 1000\r\n\r\n",
  ];
  const sockets = begun.map((text) => {
    const socket = connect(Number(port), "127.0.0.1").on("error", () => undefined);
    socket.write(text);
    return socket;
  });
  await Promise.all(sockets.map((socket) => once(socket, "connect")));
  await farm.fetch("/healthz"); // what was sent before has come by now
  const startedAt = performance.now();
  await farm.server.close();
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  for (const socket of sockets) socket.destroy();
});
