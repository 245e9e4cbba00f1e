// The commands as a user meets them: what goes to stdout, what to stderr, and how a run is stopped and continued.

import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ROOT, runJson, spikefarm, start, temporaryDirectory, waitFor, writeDocument } from "./spikefarm.js";

const IF_CURVE = "examples/if-curve.yaml";
const SLOW = `
name: slow
model:
  parameters: { v0: 10*mV }
  groups:
    G: { equations: "dv/dt = (v0 - v)/(10*ms) : volt", threshold: "v > 10*mV", reset: "v = 0*mV" }
  duration: 100*second
  outputs: { n: "count(G)" }
sweep: { space: { v0: { linspace: [0*mV, 30*mV, 20000] } } }
`;

describe("spikefarm", () => {
  test("run shows a table and a plot on stdout and nothing of the build or npm", async () => {
    const { code, stdout } = await spikefarm("run", IF_CURVE, "--data", temporaryDirectory());
    expect(code).toBe(0);
    expect(stdout).toMatch(/v0.*mV/);
    expect(stdout).toMatch(/19\s+.*133/);
    expect(stdout.split("\n").length).toBeGreaterThan(30); // twenty rows and a plot
  });

  test("run --json prints one object and nothing else", async () => {
    const { stdout } = await spikefarm("run", IF_CURVE, "--data", temporaryDirectory(), "--json");
    expect(Object.keys(JSON.parse(stdout)).toSorted()).toEqual(["digest", "elapsed_s", "state", "sweep", "trials"]);
  });

  test("check shows the plan and writes nothing", async () => {
    const directory = temporaryDirectory();
    const { code, stdout } = await start(["check", `${ROOT}${IF_CURVE}`], {}, directory).finished;
    expect(code).toBe(0);
    expect(stdout).toMatch(/points:\s+20/);
    expect(stdout).toMatch(/method:.*v exact/);
    expect(stdout).toMatch(/structural:\s+none/);
    expect(stdout).toMatch(/kernel:.*WebAssembly/);
    expect(readdirSync(directory)).toEqual([]);
  });

  test("ls, show and results know a sweep by its id, the beginning of it, and last", async () => {
    const data = temporaryDirectory();
    const { sweep } = await runJson(IF_CURVE, data);
    const { sweep: second } = await runJson(IF_CURVE, data, "--new");
    const listed = (await spikefarm("ls", "--data", data)).stdout;
    expect(listed.indexOf(second)).toBeLessThan(listed.indexOf(sweep));
    for (const id of [sweep, "last"]) {
      const shown = await spikefarm("show", id, "--data", data);
      expect(shown.stdout).toContain(id === "last" ? second : sweep);
      const csv = await spikefarm("results", id, "--format", "csv", "--data", data);
      expect(csv.stdout.split(/\r?\n/)[0]).toBe("point,repeat,v0,status,error,n,f");
    }
    expect(await spikefarm("show", "s0", "--data", data)).toMatchObject({ code: 1, stderr: expect.stringContaining("spikefarm ls") });
  });

  test("Ctrl-C stops cleanly, keeps what is done, says how to continue, and the same command continues (IDENTITY 15)", async () => {
    const directory = temporaryDirectory();
    const file = writeDocument(directory, SLOW);
    const data = `${directory}/data`;
    const run = start(["run", file, "--data", data, "--granule", "16"]);
    await waitFor(() => storedBytes(data) > 64 * 1024);
    run.process.kill("SIGINT");
    const stopped = await run.finished;
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(/Continue with: spikefarm run/);
    const [sweep] = JSON.parse((await spikefarm("ls", "--json", "--data", data)).stdout) as {
      sweep: string;
      state: string;
      trials: { ok: number };
    }[];
    expect(sweep?.trials.ok).toBeGreaterThan(0);
    expect(sweep?.trials.ok).toBeLessThan(20_000);
    const going = await spikefarm("run", file, "--data", data, "--granule", "16", "--json");
    expect(going.stderr).toContain(`Continuing sweep ${sweep?.sweep}`);
    expect(JSON.parse(going.stdout)).toMatchObject({ sweep: sweep?.sweep, state: "complete", trials: { ok: 20_000 } });
  }, 120_000);

  test("elsewhere than on a terminal, progress is a line now and then on stderr; a module's report reaches it", async () => {
    const directory = temporaryDirectory();
    mkdirSync(`${directory}/modules`);
    writeFileSync(
      `${directory}/modules/patient.mjs`,
      `export const parameters = { k: 0 }; export const outputs = { y: {} };
export async function run({ k }, { report }) { for (let part = 1; part <= 10; part++) { await new Promise((resolve) => setTimeout(resolve, 1200)); report(part / 10); } return { y: k }; }`,
    );
    const file = writeDocument(directory, "module: patient\nsweep: { space: { k: [1] } }\n");
    const { stdout, stderr } = await spikefarm("run", file, "--data", `${directory}/data`, "--json");
    expect(JSON.parse(stdout)).toMatchObject({ trials: { ok: 1 } });
    const percents = [...stderr.matchAll(/(\d+(?:\.\d+)?) ?%/g)].map(([, percent]) => Number(percent));
    expect(percents.some((percent) => percent > 0 && percent < 100)).toBe(true);
  }, 60_000);
});

/** What is on the disk of the shelves so far; 0 before there are any. */
function storedBytes(data: string): number {
  if (!existsSync(`${data}/shelves`)) return 0;
  const files = readdirSync(`${data}/shelves`, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + (statSync(`${parentPath}/${name}`, { throwIfNoEntry: false })?.size ?? 0), 0);
}
