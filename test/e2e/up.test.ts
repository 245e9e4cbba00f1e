// spikefarm up: one process with API and dashboard; the other commands reach it by its address, or by its data directory.

import { mkdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { freePort } from "../support/redis-server.js";
import { runJson, spikefarm, startFarm, temporaryDirectory, waitFor, writeDocument } from "./spikefarm.js";

const IF_CURVE = "examples/if-curve.yaml";

const SLOW = `
model:
  parameters: { v0: 10*mV }
  groups:
    G: { equations: "dv/dt = (v0 - v)/(10*ms) : volt", threshold: "v > 10*mV", reset: "v = 0*mV" }
  duration: 1000*second
  outputs: { n: "count(G)" }
sweep: { space: { v0: { linspace: [0*mV, 30*mV, 1000000] } } }
`;

describe("spikefarm up", () => {
  test("submit, watch, ls, show, results and workers reach it by --url, and give what an embedded run gives", async () => {
    const directory = temporaryDirectory();
    const { url } = await startFarm(`${directory}/farm`);
    const embedded = await runJson(IF_CURVE, `${directory}/embedded`);
    const submitted = await spikefarm("submit", IF_CURVE, "--url", url);
    expect(submitted.code).toBe(0);
    const id = submitted.stdout.trim();
    const watched = await spikefarm("watch", id, "--url", url, "--json");
    expect(watched.code).toBe(0);
    expect(JSON.parse(watched.stdout)).toMatchObject({ sweep: id, state: "complete", trials: embedded.trials, digest: embedded.digest });
    expect((await spikefarm("ls", "--url", url)).stdout).toMatch(new RegExp(`${id}\\s+complete\\s+100 %`));
    expect((await spikefarm("show", "last", "--url", url)).stdout).toContain(embedded.digest);
    expect((await spikefarm("workers", "--url", url)).stdout).toMatch(/ok/);
    const csv = await spikefarm("results", "last", "--format", "csv", "--url", url);
    expect(csv.stdout).toBe((await spikefarm("results", "last", "--format", "csv", "--data", `${directory}/embedded`)).stdout);
    const page = await fetch(url);
    expect(page.headers.get("content-type")).toContain("text/html");
  }, 60_000);

  test("commands with --data ask the process that holds the directory", async () => {
    const directory = temporaryDirectory();
    const data = `${directory}/farm`;
    const { url, running } = await startFarm(data);
    await spikefarm("submit", IF_CURVE, "--url", url);
    await spikefarm("watch", "last", "--url", url);
    const whileItRuns = await spikefarm("results", "last", "--format", "csv", "--data", data);
    expect(whileItRuns).toMatchObject({ code: 0, stdout: expect.stringContaining("133") });
    expect((await spikefarm("ls", "--data", data)).stdout).toContain("I-F curve");
    running.process.kill("SIGINT");
    expect((await running.finished).code).toBe(0);
    expect((await spikefarm("results", "last", "--format", "csv", "--data", data)).stdout).toBe(whileItRuns.stdout);
  }, 60_000);

  test("cancel ends a sweep and keeps its rows; an unfinished one goes on when the farm comes up again", async () => {
    const directory = temporaryDirectory();
    const data = `${directory}/farm`;
    mkdirSync(data);
    const file = writeDocument(directory, SLOW);
    const first = await startFarm(data);
    const kept = (await spikefarm("submit", file, "--url", first.url)).stdout.trim();
    first.running.process.kill("SIGKILL");
    await first.running.finished;
    const second = await startFarm(data);
    await waitFor(() => second.stderr().includes("unfinished"));
    const cancelled = await spikefarm("cancel", kept, "--url", second.url);
    expect(cancelled).toMatchObject({ code: 0, stdout: expect.stringContaining(`${kept} cancelled`) });
    expect((await spikefarm("watch", kept, "--url", second.url)).code).toBe(1);
  }, 60_000);

  test("nothing at the address, or a bad document, is a clear error", async () => {
    const { url } = await startFarm(`${temporaryDirectory()}/farm`);
    const nobody = await spikefarm("submit", IF_CURVE, "--url", `http://127.0.0.1:${await freePort()}`);
    expect(nobody.code).toBe(1);
    expect(nobody.stderr).toMatch(/CLIENT_UNREACHABLE: Nothing answers at .*--url/);
    const file = writeDocument(temporaryDirectory(), "model: {}\nsweeep: 1\n");
    const refused = await spikefarm("submit", file, "--url", url);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("sweeep") });
    expect(refused.stderr).toContain("the model has no duration");
  }, 60_000);
});
