// Which sweep `run` goes on with (IDENTITY 15), and the command it prints for it. An unfinished sweep is made here as it is: a record in
// the store whose trials have no rows.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { makeSweepId, NUMERICS_VERSION, type SweepId, type SweepRecord, type SweepState, type WriterPort } from "@spikefarm/protocol";
import { openStore } from "@spikefarm/standalone";
import { describe, expect, test } from "vitest";
import { ROOT, runJson, start, temporaryDirectory, waitFor, writeDocument } from "./spikefarm.js";

const DOCUMENT = `
model:
  parameters: { v0: 10*mV }
  groups:
    G: { equations: "dv/dt = (v0 - v)/(10*ms) : volt", threshold: "v > 10*mV", reset: "v = 0*mV" }
  duration: 10*ms
  outputs: { n: "count(G)" }
sweep: { space: { v0: [10*mV, 20*mV] } }
`;
const SQUARE = "export const parameters = { k: 0 }; export const outputs = { y: {} }; export const run = ({ k }) => ({ y: k * k });";

async function withStore<Result>(data: string, use: (writer: WriterPort) => Promise<Result>): Promise<Result> {
  const writer = await openStore({ data, machine: "here" });
  try {
    return await use(writer);
  } finally {
    await writer.close();
  }
}

const stateOf = (data: string, id: SweepId): Promise<SweepState | undefined> =>
  withStore(data, async (writer) => (await writer.getSweep(id))?.state);

/** A run of the document, and how to make an unfinished sweep of it that is `age` older. */
async function finishedRun(file: string, data: string, ...flags: string[]) {
  const { sweep } = await runJson(file, data, ...flags);
  return (ageMs: number, changes: Partial<SweepRecord> = {}): Promise<SweepId> =>
    withStore(data, async (writer) => {
      const record = await writer.getSweep(sweep as SweepId);
      if (record === undefined) throw new Error(`${sweep} is not in the store`);
      const madeAt = Date.now() - ageMs;
      const id = makeSweepId(madeAt, 0);
      await writer.putSweep({ ...record, id, createdAt: new Date(madeAt).toISOString(), state: "running", ...changes });
      return id;
    });
}

describe("IDENTITY 15: what run goes on with", () => {
  test("the newest of several unfinished sweeps, then the next; --new leaves one as it is", async () => {
    const directory = temporaryDirectory();
    const file = writeDocument(directory, DOCUMENT);
    const data = `${directory}/data`;
    const leaveUnfinished = await finishedRun(file, data);
    const older = await leaveUnfinished(2_000);
    const newer = await leaveUnfinished(1_000);
    const anew = await runJson(file, data, "--new");
    expect([older, newer]).not.toContain(anew.sweep);
    expect([await stateOf(data, older), await stateOf(data, newer)]).toEqual(["running", "running"]);
    expect((await runJson(file, data)).sweep).toBe(newer);
    expect([await stateOf(data, older), await stateOf(data, newer)]).toEqual(["running", "complete"]);
    expect(await runJson(file, data)).toMatchObject({ sweep: older, trials: { ok: 2 }, digest: anew.digest });
  }, 60_000);

  test("never a sweep of a module that has changed since, and again when the module is as it was", async () => {
    const directory = temporaryDirectory();
    mkdirSync(`${directory}/modules`);
    const module = `${directory}/modules/square.mjs`;
    writeFileSync(module, SQUARE);
    const file = writeDocument(directory, "module: square\nsweep: { space: { k: [1, 2, 3] } }\n");
    const data = `${directory}/data`;
    const leaveUnfinished = await finishedRun(file, data);
    const unfinished = await leaveUnfinished(1_000);
    writeFileSync(module, SQUARE.replace("k * k", "k * k + 1"));
    const changed = await runJson(file, data);
    expect(changed).toMatchObject({ state: "complete", trials: { ok: 3 } });
    expect(changed.sweep).not.toBe(unfinished);
    expect(await stateOf(data, unfinished)).toBe("running");
    writeFileSync(module, SQUARE);
    expect((await runJson(file, data)).sweep).toBe(unfinished);
  }, 60_000);

  test("IDENTITY 21: not one of other numerics: a new sweep begins, and the old one is named and stays", async () => {
    const directory = temporaryDirectory();
    const file = writeDocument(directory, DOCUMENT);
    const data = `${directory}/data`;
    const leaveUnfinished = await finishedRun(file, data);
    const current = await leaveUnfinished(2_000);
    const foreign = await leaveUnfinished(1_000, { numericsVersion: NUMERICS_VERSION - 1 });
    expect((await runJson(file, data)).sweep).toBe(current);
    const { code, stdout, stderr } = await start(["run", file, "--data", data, "--json"]).finished;
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, state: "complete", trials: { ok: 2 } });
    expect(JSON.parse(stdout).sweep).not.toBe(foreign);
    expect(stderr).toContain(`Sweep ${foreign} of this document stays unfinished`);
    expect(await stateOf(data, foreign)).toBe("running");
  }, 60_000);

  test("the data directory is ./.spikefarm where nothing else is said", async () => {
    const directory = temporaryDirectory();
    const file = writeDocument(directory, DOCUMENT.replace("[10*mV, 20*mV]", "[20*mV]"));
    const { SPIKEFARM_DATA: _, ...environment } = process.env as Record<string, string>;
    const { code, stdout } = await start(["run", file, "--json"], environment, directory).finished;
    expect(code).toBe(0);
    expect(existsSync(`${directory}/.spikefarm/shelves`)).toBe(true);
    expect((await start(["show", "last"], environment, directory).finished).stdout).toContain(
      `${(JSON.parse(stdout) as { sweep: string }).sweep} · complete · 1 trial, 1 ok`,
    );
  });
});

describe("the commands that run prints", () => {
  test("go on with the sweep and show its failed rows when they are pasted into a shell, spaces and all", async () => {
    const directory = `${temporaryDirectory()}/sp ace's`;
    mkdirSync(`${directory}/mo dules`, { recursive: true });
    writeFileSync(
      `${directory}/mo dules/slow.mjs`,
      `export const parameters = { k: 0 }; export const outputs = { y: {} };
export async function run({ k }) { if (k === 0) throw new Error("not this one"); await new Promise((resolve) => setTimeout(resolve, 50)); return { y: k }; }`,
    );
    const file = writeDocument(directory, "module: slow\nsweep: { space: { k: { range: [0, 40, 1] } } }\n", "slow doc.yaml");
    const run = start(["run", file, "--modules", `${directory}/mo dules`, "--data", `${directory}/da ta`, "--threads", "1"]);
    let said = "";
    run.process.stderr?.on("data", (more: string) => {
      said += more;
    });
    await waitFor(() => said.includes(": 40 trials."));
    run.process.kill("SIGINT");
    const stopped = await run.finished;
    expect(stopped.code).toBe(130);
    const sweep = /Sweep (s\w+):/.exec(stopped.stderr)?.[1];
    const [, command] = /Continue with: (.*)/.exec(stopped.stderr) ?? [];
    const continued = await inShell(command);
    expect(continued.stderr).toContain(`Continuing sweep ${sweep}`);
    expect(continued).toMatchObject({ code: 3, stdout: expect.stringContaining("39 ok, 1 failed") });
    const [, results] = /their rows say why: (.*)/.exec(continued.stderr) ?? [];
    expect(await inShell(results)).toMatchObject({ code: 0, stdout: expect.stringContaining("not this one") });
  }, 60_000);
});

/** What a shell makes of a line, where `spikefarm` is the command. */
async function inShell(line: string | undefined) {
  if (line === undefined) throw new Error("no command was printed");
  const define = 'spikefarm() { "$NODE" "$COMMAND" "$@"; }';
  const environment = { ...process.env, NO_COLOR: "1", NODE: process.execPath, COMMAND: `${ROOT}services/cli/bin/spikefarm.js` };
  const shell = spawn("sh", ["-c", `${define}\n${line}`], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr, [code]] = await Promise.all([text(shell.stdout), text(shell.stderr), once(shell, "close")]);
  return { code, stdout, stderr };
}
