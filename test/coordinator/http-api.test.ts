// The API as a client sees it: real requests to a real server, with a real store and real threads behind it.

import { writeFile } from "node:fs/promises";
import type { Aggregate, FailedTrial, PlanSummary, SweepPage, SweepSummary } from "@spikefarm/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HttpFarm, NEURON, overPoints, problemOf } from "./http-farm.js";

let farm: HttpFarm;
beforeAll(async () => {
  farm = await HttpFarm.open();
});
afterAll(() => farm[Symbol.asyncDispose]());

describe("what is refused", () => {
  test("a document with errors is refused with all of its diagnostics", async () => {
    const response = await farm.submit(
      'model:\n  groups:\n    G: { equations: "dv/dt = (1*volt - 1*amp)/second : volt" }\n  colour: red\n',
    );
    const problem = await problemOf(response);
    expect(problem).toMatchObject({ status: 422, code: "DOCUMENT_INVALID", request_id: expect.any(String) });
    expect(problem.diagnostics?.map(({ code }) => code)).toContain("UNITS_MISMATCH");
    expect(problem.diagnostics?.length).toBeGreaterThan(1);
  });

  const refusals: readonly [name: string, path: string, init: RequestInit, status: number, code: string][] = [
    ["an address without anything", "/api/v1/nothing", {}, 404, "HTTP_NOT_FOUND"],
    ["a sweep that is not there", "/api/v1/sweeps/s00000000000000", {}, 404, "SWEEP_UNKNOWN"],
    ["an id that is none", "/api/v1/sweeps/..%2f..%2fetc", {}, 400, "HTTP_INVALID"],
    ["a method that is not taken", "/api/v1/sweeps", { method: "DELETE" }, 405, "HTTP_METHOD"],
    ["a form", "/api/v1/sweeps", { method: "POST", body: new URLSearchParams({ a: "b" }) }, 415, "HTTP_MEDIA_TYPE"],
    ["plain text", "/api/v1/sweeps", { method: "POST", body: "model: {}" }, 415, "HTTP_MEDIA_TYPE"],
    ["a misspelt query", "/api/v1/sweeps?limmit=3", {}, 400, "HTTP_INVALID"],
    ["a limit that is none", "/api/v1/sweeps?limit=-1", {}, 400, "HTTP_INVALID"],
    ["a wait of hours", "/api/v1/sweeps/s00000000000000/results?wait=7200", {}, 400, "HTTP_INVALID"],
    ["a cursor that is none", "/api/v1/sweeps?cursor=x", {}, 400, "HTTP_INVALID"],
    ["results of nothing", "/api/v1/sweeps/s00000000000000/results", {}, 404, "SWEEP_UNKNOWN"],
  ];
  test.each(refusals)("%s", async (_name, path, init, status, code) => {
    expect(await problemOf(await farm.fetch(path, init))).toMatchObject({ status, code });
  });

  test("a method that is not taken is told which are", async () => {
    const response = await farm.fetch("/api/v1/sweeps", { method: "DELETE" });
    expect(response.headers.get("allow")).toContain("POST");
  });

  test("a body of more than 12 MiB", async () => {
    const response = await farm.submit(`note: ${"x".repeat(12_600_000)}`);
    expect(await problemOf(response)).toMatchObject({ status: 413, code: "HTTP_TOO_LARGE", detail: expect.stringContaining(" 12 MiB") });
  });

  test("a heartbeat of more than 1 MiB", async () => {
    const headers = { "Content-Type": "application/json" };
    const response = await farm.fetch("/api/v1/workers/w1", {
      method: "PUT",
      headers,
      body: JSON.stringify({ machine: "x".repeat(1 << 20) }),
    });
    expect(await problemOf(response)).toMatchObject({ status: 413, code: "HTTP_TOO_LARGE", detail: expect.stringContaining(" 1 MiB") });
  });
});

describe("a sweep", () => {
  test("is submitted as JSON or YAML, runs, and is shown with its digest and plan", async () => {
    const response = await farm.submit(NEURON);
    expect(response.status).toBe(201);
    const { id } = (await response.json()) as SweepSummary;
    expect(response.headers.get("location")).toBe(`/api/v1/sweeps/${id}`);
    const detail = await farm.reaches(id, "complete");
    expect(detail).toMatchObject({
      name: "A neuron",
      kind: "model",
      points: 20,
      repeats: 1,
      trials: { total: 20, ok: 20, failed: 0, skipped: 0, pending: 0 },
      trials_done: 20,
      elapsed_s: null,
      document: { name: "A neuron" },
    });
    expect(detail.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(detail.plan.method).toContain("exact");
    const again = await farm.run(JSON.stringify(NEURON)); // sent as YAML, of which JSON is a part
    expect(again.digest, "the same sweep as YAML").toBe(detail.digest);
  });

  test("is only planned where dry_run is asked for", async () => {
    const before = await farm.json<SweepPage>("/api/v1/sweeps?limit=500");
    const response = await farm.fetch("/api/v1/sweeps?dry_run=true", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(NEURON),
    });
    expect(response.status).toBe(200);
    expect((await response.json()) as PlanSummary).toMatchObject({ points: 20, repeats: 1, trials: 20, warnings: [] });
    expect((await farm.json<SweepPage>("/api/v1/sweeps?limit=500")).items).toHaveLength(before.items.length);
  });

  test("is listed, newest first, page by page", async () => {
    const ids: string[] = [];
    for (let count = 0; count < 3; count++) ids.unshift((await farm.run(overPoints(2 + count))).id);
    const first = await farm.json<SweepPage>("/api/v1/sweeps?limit=2");
    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const second = await farm.json<SweepPage>(`/api/v1/sweeps?limit=1&cursor=${first.next_cursor}`);
    expect(second.items.map(({ id }) => id)).toEqual(ids.slice(2, 3));
    const all = await farm.json<SweepPage>("/api/v1/sweeps?limit=500");
    expect(all.next_cursor).toBe(null);
  });

  test("gives its table as CSV, as JSON and as an Arrow stream", async () => {
    const { id } = await farm.run(NEURON);
    const csv = await farm.fetch(`/api/v1/sweeps/${id}/results?format=csv`);
    expect(csv.headers.get("content-disposition")).toBe(`attachment; filename="${id}.csv"`);
    const lines = (await csv.text()).trim().split("\r\n");
    expect(lines[0]).toBe("point,repeat,v0,status,error,n,end");
    expect(lines).toHaveLength(21);
    const json = await farm.json<{ columns: { name: string }[]; rows: unknown[][] }>(`/api/v1/sweeps/${id}/results?format=json`);
    expect(json.columns.map(({ name }) => name)).toEqual(["point", "repeat", "v0", "status", "error", "n", "end"]);
    expect(json.rows[3]?.[2]).toBe(0.003);
    const arrow = await farm.fetch(`/api/v1/sweeps/${id}/results?format=arrow`);
    expect(arrow.headers.get("content-type")).toBe("application/vnd.apache.arrow.stream");
    expect(arrow.headers.get("content-disposition")).toBe(`attachment; filename="${id}.arrow"`);
    const bytes = new Uint8Array(await arrow.arrayBuffer());
    expect([...bytes.subarray(0, 4)], "an IPC stream begins with a message").toEqual([255, 255, 255, 255]);
    expect(json.rows[3]?.[5], "3 mV never reaches 10 mV").toBe(0);
  });

  test("gives an output over the points, with the values of the points", async () => {
    const { id } = await farm.run(NEURON);
    const aggregate = await farm.json<Aggregate>(`/api/v1/sweeps/${id}/aggregate?output=end`);
    expect(aggregate).toMatchObject({ total_points: 20, output: { name: "end", unit: "volt" }, parameters: [{ name: "v0" }] });
    expect(aggregate.points).toHaveLength(20);
    const at = aggregate.points[5]!;
    expect(at).toMatchObject({ point: 5, at: [0.005], n_ok: 1, n_failed: 0, n_pending: 0 });
    // v(t) = v0 (1 - exp(-t/tau)), t = 100 ms, tau = 10 ms
    expect(at.mean).toBeCloseTo(0.005 * (1 - Math.exp(-10)), 12);
    expect(at.low).toBe(at.high);
    const refused = await farm.fetch(`/api/v1/sweeps/${id}/aggregate?output=nothing`);
    expect(await problemOf(refused)).toMatchObject({ status: 400, code: "OUTPUT_UNKNOWN" });
  });

  test("of many points is thinned evenly for plots", async () => {
    const { id } = await farm.run(overPoints(4_500));
    const aggregate = await farm.json<Aggregate>(`/api/v1/sweeps/${id}/aggregate?output=n`);
    expect(aggregate.total_points).toBe(4_500);
    expect(aggregate.points).toHaveLength(1_500);
    expect(aggregate.points.map(({ point }) => point)).toEqual(Array.from({ length: 1_500 }, (_, index) => 3 * index));
    const { rows } = await farm.json<{ rows: number[][] }>(`/api/v1/sweeps/${id}/results?format=json`);
    expect(rows.map(([point]) => point)).toEqual(Array.from({ length: 4_500 }, (_, point) => point));
  });
});

test("failed trials are listed with their errors and parameters", async () => {
  const { directory } = farm;
  const modules = `${directory}/modules`;
  await import("node:fs/promises").then(({ mkdir }) => mkdir(modules));
  await writeFile(
    `${modules}/even.mjs`,
    'export const parameters = { x: 0 };\nexport const outputs = { y: "" };\n' +
      'export const run = ({ x }) => { if (x % 2) throw new Error("odd: " + x); return { y: x }; };\n',
  );
  await using other = await HttpFarm.open({ modules });
  const { id } = await other.run({ module: "even", sweep: { space: { x: [0, 1, 2, 3] } } });
  const { items } = await other.json<{ items: FailedTrial[] }>(`/api/v1/sweeps/${id}/failures?limit=1`);
  expect(items).toEqual([{ point: 1, repeat: 0, status: "failed", code: expect.any(String), message: "odd: 1", parameters: { x: 1 } }]);
  const aggregate = await other.json<Aggregate>(`/api/v1/sweeps/${id}/aggregate?output=y`);
  expect(aggregate.points.map(({ mean, n_ok, n_failed }) => [mean, n_ok, n_failed])).toEqual([
    [0, 1, 0],
    [null, 0, 1],
    [2, 1, 0],
    [null, 0, 1],
  ]);
});

test("points that are pending are in the aggregate with their values", async () => {
  await using other = await HttpFarm.open({ threads: 0 });
  const { id } = await other.start(NEURON);
  const { points } = await other.json<Aggregate>(`/api/v1/sweeps/${id}/aggregate?output=n`);
  expect(points).toHaveLength(20);
  expect(points[7]).toEqual({ point: 7, at: [0.007], mean: null, low: null, high: null, n_ok: 0, n_failed: 0, n_pending: 1 });
});
