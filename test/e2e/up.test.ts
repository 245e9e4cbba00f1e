// spikefarm up: one process with API and dashboard; the other commands reach it by its address, or by its data directory.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "../support/redis-server.js";
import { type Finished, runJson, spikefarm, start, startFarm, temporaryDirectory, waitFor, writeDocument } from "./spikefarm.js";

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

/** Five mebibytes do not hold its rows. */
const QUICK = SLOW.replace("1000*second", "100*ms")
  .replace("1000000]", "300000]")
  .replace('"count(G)"', '"count(G)", a: "final(G.v)", b: "rate(G)", c: "mean(final(G.v))"');

/** `spikefarm watch`, ended with the test, and what it has said on stderr. */
function watchFrom(id: string, url: string): { readonly finished: Promise<Finished>; readonly said: () => string } {
  const { process, finished } = start(["watch", id, "--url", url]);
  onTestFinished(() => void process.kill("SIGKILL"));
  let said = "";
  process.stderr?.on("data", (text: string) => {
    said += text;
  });
  return { finished, said: () => said };
}

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
    const arrow = [
      await spikefarm("results", id, "--format", "arrow", "--url", url),
      await spikefarm("results", "last", "--format", "arrow", "--data", `${directory}/embedded`),
    ].map(({ stdout }) => stdout);
    expect(arrow[0]).toContain("v0");
    expect(arrow[0]).toBe(arrow[1]);
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

  test("a sweep that halts says why to who watches it and in the log, and waits for its next try", async () => {
    const directory = temporaryDirectory();
    const modules = `${directory}/modules`;
    mkdirSync(modules);
    writeFileSync(
      `${modules}/unlicensed.mjs`,
      "export const parameters = { k: 0 }; export const outputs = { y: {} };\nexport function setup() { throw new Error('no licence file'); }\nexport const run = ({ k }) => ({ y: k });",
    );
    const file = writeDocument(directory, "module: unlicensed\nsweep: { space: { k: [1, 2] } }\n");
    const { url, stderr: log } = await startFarm(`${directory}/farm`, {}, { modules });
    const id = (await spikefarm("submit", file, "--url", url)).stdout.trim();
    const watching = watchFrom(id, url);
    await waitFor(() => watching.said().includes("\n"));
    expect(watching.said()).toMatch(/MODULE_SETUP_FAILED: .*no licence file.* tries again/);
    expect(log()).toMatch(/MODULE_SETUP_FAILED.*has halted/);
    const shown = await (await fetch(`${url}/api/v1/sweeps/${id}`)).json();
    expect(shown).toMatchObject({ state: "queued", failure: { code: "MODULE_SETUP_FAILED" } });
    expect((await spikefarm("cancel", id, "--url", url)).code).toBe(0);
    expect(await watching.finished).toMatchObject({ code: 1, stdout: expect.stringContaining(`${id} cancelled`) });
  }, 60_000);

  test("a full disk is waited out: with space the sweep goes on by itself, and so does who watches it", async (context) => {
    const directory = temporaryDirectory();
    const disk = `${directory}/disk`;
    mkdirSync(disk);
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=5m", "tmpfs", disk]);
    if (mounted.status !== 0) context.skip("mounting a small tmpfs is not permitted here");
    onTestFinished(() => void spawnSync("umount", ["-l", disk]));
    const { url, running } = await startFarm(`${disk}/data`);
    const file = writeDocument(directory, QUICK);
    const id = (await spikefarm("submit", file, "--url", url)).stdout.trim();
    const watching = watchFrom(id, url);
    await waitFor(() => watching.said().includes("is full"));
    execFileSync("mount", ["-o", "remount,size=256m", disk]);
    const { code, stdout } = await watching.finished;
    expect(code).toBe(0);
    const undisturbed = await runJson(file, `${directory}/elsewhere`);
    expect(stdout).toContain(`${id} complete: 300000 of 300000 trials ok, 0 failed, digest ${undisturbed.digest?.slice(0, 12)}`);
    running.process.kill("SIGINT");
    expect((await running.finished).code).toBe(0);
  }, 120_000);

  test("watch waits for a farm that is started again, and goes on", async () => {
    const directory = temporaryDirectory();
    const data = `${directory}/farm`;
    const port = await freePort();
    const first = await startFarm(data, { SPIKEFARM_LOG: "info" }, { port });
    const id = (await spikefarm("submit", writeDocument(directory, SLOW), "--url", first.url)).stdout.trim();
    const watching = watchFrom(id, first.url);
    await waitFor(() => first.stderr().split(`"url":"/api/v1/sweeps/${id}"`).length > 3); // asked for the third time: it has been answered
    first.running.process.kill("SIGKILL");
    await first.running.finished;
    await waitFor(() => watching.said().includes("Waiting for it"));
    const second = await startFarm(data, {}, { port });
    await spikefarm("cancel", id, "--url", second.url);
    expect(await watching.finished).toMatchObject({ code: 1, stdout: expect.stringContaining(`${id} cancelled`) });
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
