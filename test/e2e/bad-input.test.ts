// Bad input gets a clear error with its remedy and exit code within seconds; nothing hangs, nothing is left half-written.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "../support/redis-server.js";
import { ROOT, runJson, spikefarm, start, temporaryDirectory, waitFor, writeDocument } from "./spikefarm.js";

const documentOf = ({
  equations = '"dv/dt = (v0 - v)/tau : volt"',
  parameters = "{ v0: 10*mV, tau: 10*ms }",
  space = "{ v0: [1*mV, 2*mV] }",
  extra = "",
} = {}): string => `
model:
  parameters: ${parameters}
  groups:
    G:
      equations: ${equations}
      threshold: "v > 10*mV"
      reset: "v = 0*mV"
  duration: 100*ms
  outputs: { n: "count(G)" }
${extra}sweep:
  space: ${space}
`;

describe("a bad document", () => {
  test.each<[string, string, RegExp[]]>([
    ["an unknown unit", documentOf({ parameters: "{ v0: 10*mV, tau: 10*mz }" }), [/model\.parameters\.tau/, /mz/, /help:/]],
    [
      "a unit mismatch",
      documentOf({ equations: '"dv/dt = (v0 - v)/v0 : volt"' }),
      [/UNITS_MISMATCH/, /model\.groups\.G\.equations:1/, /\^/],
    ],
    ["an unknown parameter in the space", documentOf({ space: "{ v1: [1*mV] }" }), [/v1/, /v0/, /help:/]],
    ["an unknown key", documentOf({ extra: "sweeep: 1\n" }), [/sweeep/, /sweep/]],
    ["an empty axis", documentOf({ space: "{ v0: [] }" }), [/v0/, /at least one/]],
    ["a duplicate name", documentOf({ parameters: "{ v0: 10*mV, v0: 5*mV, tau: 10*ms }" }), [/v0/]],
    ["a parameter named like a variable", documentOf({ parameters: "{ v0: 10*mV, tau: 10*ms, v: 1*mV }" }), [/\bv\b/, /help:/]],
    ["YAML that is none", "model: [1, 2\nsweep: }", [/DOCUMENT|YAML/]],
    ["unquoted equations", "model:\n  groups:\n    G:\n      equations: dv/dt = -v/tau : volt\n", [/quote|block/i]],
    ["a lone 0 against a unit", documentOf().replace("v > 10*mV", "v > 0"), [/threshold/, /0\*/]],
    ["a module nobody has", "module: nowhere\nsweep: { space: { k: [1] } }\n", [/nowhere/, /help:|--modules/]],
  ])("%s: says what, where and how to mend it, and ends with 2", async (_, text, patterns) => {
    const directory = temporaryDirectory();
    const file = writeDocument(directory, text);
    const { code, stdout, stderr } = await spikefarm("run", file, "--data", `${directory}/data`);
    for (const pattern of patterns) expect(stderr).toMatch(pattern);
    expect(stderr).not.toContain("bug of ours");
    expect(stdout).toBe("");
    expect(code).toBe(2);
    const checked = await spikefarm("check", file);
    expect(checked.code).toBe(2);
  });

  test("all its problems are shown at once", async () => {
    const text = documentOf({ parameters: "{ v0: 10*mV, tau: 10*mz }", space: "{ v0: [], w: [1] }", extra: "colour: red\n" });
    const { stderr } = await spikefarm("check", writeDocument(temporaryDirectory(), text));
    for (const culprit of ["mz", "colour", "model.parameters.tau", "sweep.space.v0", "sweep.space.w"]) expect(stderr).toContain(culprit);
  });

  test("a file that is not there, a flag nobody knows and a bad number are usage errors", async () => {
    expect(await spikefarm("run", "nowhere.yaml")).toMatchObject({ code: 2, stderr: expect.stringContaining("nowhere.yaml") });
    expect(await spikefarm("run", "examples/if-curve.yaml", "--colour")).toMatchObject({ code: 2 });
    expect(await spikefarm("run", "examples/if-curve.yaml", "--threads", "none")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--threads none"),
    });
    expect(await spikefarm("run", "examples/if-curve.yaml", "--granule", "5000")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("GRANULE_SIZE"),
    });
    expect(await spikefarm("results", "last", "--format", "xls", "--data", temporaryDirectory())).toMatchObject({ code: 2 });
  });
});

describe("a bad module", () => {
  test.each([
    ["throws on load", 'throw new Error("no licence file");', /no licence file/],
    ["exports no run", "export const parameters = {}; export const outputs = {};", /run/],
    ["does not parse", "export const = 3", /broken/],
    ["never ends loading", "export const outputs = {}; for (;;);", /broken/],
  ])("one that %s: a clear error, and nothing hangs", async (_, source, pattern) => {
    const directory = temporaryDirectory();
    mkdirSync(`${directory}/modules`);
    writeFileSync(`${directory}/modules/broken.mjs`, source);
    const file = writeDocument(directory, "module: broken\nsweep: { space: { k: [1, 2] } }\n");
    const { code, stderr } = await spikefarm("run", file, "--data", `${directory}/data`);
    expect(stderr).toMatch(pattern);
    expect(stderr).toContain("MODULE_LOAD_FAILED");
    expect(code).toBe(2);
  });

  test("a document that names none of the folder's is told of those there are", async () => {
    const file = writeDocument(temporaryDirectory(), "module: find-rates\nsweep: { space: { rate: [1] } }\n");
    const { code, stderr } = await spikefarm("check", file, "--modules", "examples/modules");
    expect(stderr).toMatch(/MODULE_UNKNOWN.*did you mean find-rate\?/s);
    expect(code).toBe(2);
  });

  test("a trial that throws is a failed row, its neighbours stand, and the command ends with 3", async () => {
    const directory = temporaryDirectory();
    mkdirSync(`${directory}/modules`);
    writeFileSync(
      `${directory}/modules/picky.mjs`,
      "export const parameters = { k: 0 }; export const outputs = { y: {} };\nexport function run({ k }) { if (k === 3) throw new Error('three is right out'); return { y: k * k }; }",
    );
    const file = writeDocument(directory, "module: picky\nsweep: { space: { k: { range: [0, 6, 1] } } }\n");
    const { code, stdout, stderr } = await spikefarm("run", file, "--data", `${directory}/data`, "--json");
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ state: "complete", trials: { total: 6, ok: 5, failed: 1 } });
    expect(stderr).toContain("1 of 6 trials failed");
    const csv = (await spikefarm("results", "last", "--format", "csv", "--data", `${directory}/data`)).stdout;
    expect(csv).toContain("three is right out");
    expect(csv.trim().split("\n")).toHaveLength(7);
  });
});

describe("the data directory", () => {
  test("one in use by another process is refused with its pid, and the other goes on", async () => {
    const directory = temporaryDirectory();
    const text = documentOf({ space: "{ v0: { linspace: [0*mV, 30*mV, 20000] } }" }).replace("100*ms", "20*second");
    const file = writeDocument(directory, text);
    const data = `${directory}/data`;
    const first = start(["run", file, "--data", data, "--json"]);
    onTestFinished(() => void first.process.kill("SIGKILL"));
    await waitFor(() => existsSync(`${data}/lock`));
    const second = await spikefarm("run", file, "--data", data);
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(new RegExp(`DATA_IN_USE.*${first.process.pid}`, "s"));
    expect((await first.finished).code).toBe(0);
  }, 60_000);

  test.skipIf(!existsSync("/proc/self"))("one that can never be made is refused at once by whoever would make it", async () => {
    const module = writeDocument(temporaryDirectory(), "module: find-rate\nsweep: { space: { rate: [1] } }\n");
    for (const command of [
      ["run", "examples/if-curve.yaml"],
      ["run", module, "--modules", "examples/modules"],
      ["up", "--port", "0", "--modules", "examples/modules"],
      ["writer", "--port", "0"],
    ]) {
      const running = start([...command, "--data", "/proc/nothing/here"]);
      onTestFinished(() => void running.process.kill("SIGKILL"));
      const { code, stderr } = await running.finished;
      expect(stderr, command.join(" ")).toMatch(/spikefarm: DATA_IO: \/proc\/nothing\/here cannot be .*ENOENT/);
      expect(code).toBe(1);
    }
    expect(await spikefarm("ls", "--data", "/proc")).toMatchObject({ code: 1, stderr: expect.stringMatching(/DATA_IO: \/proc cannot be/) });
  });

  test("one whose holder does not answer is told of within seconds", async () => {
    const directory = temporaryDirectory();
    const data = `${directory}/data`;
    const text = documentOf({ space: "{ v0: { linspace: [0*mV, 30*mV, 1000000] } }" }).replace("100*ms", "1000*second");
    const holder = start(["run", writeDocument(directory, text), "--data", data]);
    onTestFinished(() => void holder.process.kill("SIGKILL"));
    await waitFor(() => existsSync(`${data}/lock`));
    const url = `http://127.0.0.1:${await freePort()}`;
    writeFileSync(`${data}/url`, JSON.stringify({ pid: holder.process.pid, url }));
    expect(await spikefarm("ls", "--data", data)).toMatchObject({ code: 1, stderr: expect.stringContaining("CLIENT_UNREACHABLE") });
  }, 30_000);

  test("one that is not there is not made by a command that only reads", async () => {
    const data = `${temporaryDirectory()}/nothing`;
    for (const command of [["ls"], ["show", "last"], ["results", "last"]]) {
      expect(await spikefarm(...command, "--data", data)).toMatchObject({ code: 1, stderr: expect.stringContaining("spikefarm run FILE") });
    }
    expect(existsSync(data)).toBe(false);
  });

  test("a disk that is full stops the run with its remedy, and with space it goes on from there", async (context) => {
    const directory = temporaryDirectory();
    const disk = `${directory}/disk`;
    mkdirSync(disk);
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=5m", "tmpfs", disk]);
    if (mounted.status !== 0) context.skip("mounting a small tmpfs is not permitted here");
    onTestFinished(() => void spawnSync("umount", ["-l", disk]));
    const text = documentOf({ space: "{ v0: { linspace: [0*mV, 30*mV, 300000] } }" }).replace(
      'n: "count(G)"',
      'n: "count(G)", a: "final(G.v)", b: "rate(G)", c: "mean(final(G.v))"',
    );
    const file = writeDocument(directory, text);
    const full = await spikefarm("run", file, "--data", `${disk}/data`);
    expect(full.stderr).toContain("DATA_DISK_FULL");
    expect(full.stderr).toMatch(/Continue with/);
    expect(full.code).toBe(1);
    execFileSync("mount", ["-o", "remount,size=256m", disk]);
    const summary = await runJson(file, `${disk}/data`);
    expect(summary).toMatchObject({ state: "complete", trials: { total: 300_000, ok: 300_000 } });
    expect(summary.digest).toBe((await runJson(file, `${directory}/elsewhere`)).digest);
    expect((await spikefarm("ls", "--json", "--data", `${disk}/data`)).stdout.match(/"sweep"/g)).toHaveLength(1);
  }, 120_000);

  test("a sweep left unfinished by a bad start leaves no bundle or temporary file behind in the working directory", () => {
    expect(readdirSync(ROOT).filter((name) => name.startsWith("spikefarm-"))).toEqual([]);
  });
});
