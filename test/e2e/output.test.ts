// Where a command's output goes when it cannot be written: a full disk, a reader that leaves, a folder for temporary files that is none.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readdirSync } from "node:fs";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { ROOT, runJson, spikefarm, start, temporaryDirectory, writeDocument } from "./spikefarm.js";

const IF_CURVE = "examples/if-curve.yaml";
const COMMAND = `${ROOT}services/cli/bin/spikefarm.js`;
/** Linux has a device that is always full. */
const FULL = "/dev/full";

/** A command with stdout or stderr on the full device; the other one is read. */
async function onFullDisk(full: "stdout" | "stderr", args: readonly string[]) {
  const device = openSync(FULL, "w");
  try {
    const stdio = full === "stdout" ? (["ignore", device, "pipe"] as const) : (["ignore", "pipe", device] as const);
    const child = spawn(process.execPath, [COMMAND, ...args], { cwd: ROOT, stdio: [...stdio] });
    const [other, [code]] = await Promise.all([text((full === "stdout" ? child.stderr : child.stdout)!), once(child, "close")]);
    return { code, other };
  } finally {
    closeSync(device);
  }
}

describe.skipIf(!existsSync(FULL))("output to a full disk", () => {
  test("is an error with its remedy, and the data directory is closed as ever", async () => {
    const data = `${temporaryDirectory()}/data`;
    for (const command of [["run", IF_CURVE], ["results", "last"], ["ls"]]) {
      const { code, other } = await onFullDisk("stdout", [...command, "--data", data]);
      expect({ command, code, errors: other.match(/CLI_FILE_UNWRITABLE: Cannot write to stdout: ENOSPC/g) }).toMatchObject({
        code: 1,
        errors: { length: 1 },
      });
      expect(other).not.toMatch(/bug of ours|^ {4}at /m);
      expect(existsSync(`${data}/lock`)).toBe(false);
    }
    expect((await spikefarm("results", "last", "--data", data)).stdout.trim().split("\n")).toHaveLength(21);
  }, 60_000);

  test("of what goes to stderr alone leaves the results as they are", async () => {
    const { code, other } = await onFullDisk("stderr", ["run", IF_CURVE, "--data", temporaryDirectory(), "--json"]);
    expect({ code, ...JSON.parse(other) }).toMatchObject({ code: 0, state: "complete", trials: { ok: 20 } });
  });
});

test("a reader that leaves ends a long table at once, without an error, and the data directory is closed", async () => {
  const data = temporaryDirectory();
  const space = "sweep: { space: { k: { range: [0, 20000, 1] } } }";
  const model =
    "model: { parameters: { k: 1 }, groups: { G: { equations: 'dx/dt = k*Hz : 1' } }, duration: 0.1*ms, outputs: { x: final(G.x) } }";
  await runJson(writeDocument(data, `${model}\n${space}\n`), data);
  const child = start(["results", "last", "--data", data]);
  await once(child.process.stdout!, "data");
  child.process.stdout!.destroy();
  expect(await child.finished).toMatchObject({ code: 0, stderr: "" });
  expect(existsSync(`${data}/lock`)).toBe(false);
});

test("check and compile of a model need no folder for temporary files, and that of a module says which is missing", async () => {
  const directory = temporaryDirectory();
  const environment = { TMPDIR: `${directory}/missing/none` };
  for (const command of ["check", "compile"]) {
    expect(await start([command, IF_CURVE], environment).finished).toMatchObject({ code: 0, stderr: "" });
  }
  const { code } = await start(["check", "examples/find-rate-module.yaml"], { TMPDIR: directory }).finished;
  expect({ code, left: readdirSync(directory) }).toEqual({ code: 0, left: [] });
  const unwritable = await start(["check", "examples/find-rate-module.yaml"], { TMPDIR: "/dev/null" }).finished;
  expect(unwritable).toMatchObject({ code: 1, stderr: expect.stringMatching(/^spikefarm: DATA_IO: \/dev\/null/) });
  expect(unwritable.stderr).not.toContain("bug of ours");
});
