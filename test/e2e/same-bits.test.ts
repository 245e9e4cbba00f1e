// IDENTITY 12 and idea 3: a sweep's digest depends on neither threads, granules, tasks nor lanes, nor on a kill -9 in its midst.
//
// One sweep is run by the command in many ways. The tutorial's sweeps are run in fewer, by the same farm within this process; where one takes
// seconds, its duration is shortened. Each of them is also run by a command that is killed when its first rows are on the disk, and
// by the one that goes on from there.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { acceptDocument } from "@spikefarm/coordinator";
import { openFarm, openFarmModules } from "@spikefarm/standalone";
import { pino } from "pino";
import { describe, expect, test } from "vitest";
import { ROOT, runJson, start, temporaryDirectory, writeDocument } from "./spikefarm.js";

/** Coupled and nonlinear equations, refractoriness, lists, repeats, and a size that no lane count divides. */
const MIXED = `
model:
  parameters: { drive: 1.5, tau: 10*ms, n: 3 }
  groups:
    G:
      size: n
      equations: |
        dv/dt = (drive - v + w)/tau : 1 (unless refractory)
        dw/dt = -w/(2*tau) : 1
      threshold: v > 1
      reset: |
        v = 0
        w += 0.1
      refractory: 2*ms
      initial: { v: i/N }
    Q:
      equations: "dx/dt = (drive - x**2 + sin(x))/tau : 1"
      method: euler
      threshold: x > 1
      reset: x = -x
  duration: 200*ms
  outputs:
    per: counts(G)
    times: spikes(G)
    first: first_spike(Q)
    last: final(G.w)
sweep:
  space: { drive: { linspace: [0.5, 3, 11] }, tau: { logspace: [5*ms, 20*ms, 4] }, n: [1, 3] }
  repeats: 2
`;

interface Variant {
  readonly threads: number;
  readonly granule?: number;
  readonly lanes?: number;
  readonly taskGranules?: number;
}

const VARIANTS: readonly Variant[] = [
  { threads: 1 },
  { threads: 2 },
  { threads: 2, granule: 1 },
  { threads: 2, granule: 7, taskGranules: 3 },
  { threads: 1, granule: 4096 },
  ...[1, 2, 3, 7, 64, 1000].map((lanes) => ({ threads: 2, lanes })),
  { threads: 2, granule: 5, lanes: 3, taskGranules: 2 },
];

/** Every number of threads and lanes, and granules and tasks of several sizes, in as few runs as they fit in. */
const FEW_VARIANTS: readonly Variant[] = [
  { threads: 1, lanes: 1 },
  { threads: 2, lanes: 2, granule: 1 },
  { threads: 2, lanes: 3, granule: 5, taskGranules: 2 },
  { threads: 1, lanes: 7 },
  { threads: 2, lanes: 64, granule: 4096 },
  { threads: 2, lanes: 1000, granule: 7, taskGranules: 3 },
];

const flagsOf = ({ taskGranules, ...others }: Variant): string[] =>
  Object.entries({ ...others, "task-granules": taskGranules }).flatMap(([flag, value]) =>
    value === undefined ? [] : [`--${flag}`, String(value)],
  );

async function digests(file: string): Promise<Set<string | null>> {
  const seen = new Set<string | null>();
  for (const variant of VARIANTS) {
    const { digest, state } = await runJson(file, temporaryDirectory(), ...flagsOf(variant));
    expect(state).toBe("complete");
    seen.add(digest);
  }
  return seen;
}

describe("the same bytes, whatever ran it", () => {
  test("IDENTITY 9, 12: the digest is one of a sweep with structural axes, coupled equations, lists and repeats", async () => {
    const file = writeDocument(temporaryDirectory(), MIXED);
    const seen = await digests(file);
    expect([...seen]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  }, 240_000);
});

/** The digest of a run in this process. */
async function digestHere(text: string, modulesDirectory: string, variant: Variant): Promise<string | null> {
  const data = temporaryDirectory();
  const modules = await openFarmModules(text.includes("module:") ? modulesDirectory : undefined, data);
  const { threads, granule, lanes, taskGranules } = variant;
  const { plan } = acceptDocument(text, {
    modules: (name) => modules.schema(name),
    moduleNames: [],
    ...(granule !== undefined && { granuleSize: granule }),
  });
  const options = {
    data,
    threads,
    machine: "here",
    log: pino({ level: "silent" }),
    ...(lanes !== undefined && { maxLanes: lanes }),
    ...(taskGranules !== undefined && { taskGranules }),
  };
  const farm = await openFarm(options, modules);
  try {
    const id = await farm.coordinator.submit(plan);
    expect(await farm.coordinator.ended(id)).toEqual({ kind: "complete" });
    return await farm.writer.digest(id);
  } finally {
    await farm.close({ code: "CLI_INTERRUPTED", message: "The test is over." });
  }
}

/** The digest of a run that is killed by SIGKILL right after its first synced write of rows, and gone on with. */
async function digestAfterKill(file: string): Promise<string | null> {
  const data = temporaryDirectory();
  const killed = start(["run", file, "--data", data, "--granule", "1"], {
    NODE_OPTIONS: `--import ${ROOT}test/support/failpoints.mjs`,
    SPIKEFARM_FAILPOINT: "writer.after-write:1:kill",
  });
  expect((await killed.finished).signal).toBe("SIGKILL");
  const { stdout, stderr } = await start(["run", file, "--data", data, "--json"]).finished;
  expect(stderr).toMatch(/^Continuing sweep s\w+: [1-9]/m);
  return (JSON.parse(stdout) as { digest: string | null }).digest;
}

describe("the same bytes of the tutorial's sweeps, whatever ran it and after a kill -9", () => {
  test.each(["if-curve.yaml", "quadratic.yaml", "exact-or-numerical.yaml", "find-rate.yaml", "find-rate-module.yaml"])(
    "IDENTITY 12: %s",
    async (name) => {
      const directory = temporaryDirectory();
      const shorten = (text: string): string => text.replace("30*second", "300*ms").replace("mean / 30", "mean / 0.3");
      mkdirSync(`${directory}/modules`);
      const module = shorten(readFileSync(`${ROOT}examples/modules/find-rate.mjs`, "utf8"));
      writeFileSync(`${directory}/modules/find-rate.mjs`, module);
      const text = shorten(readFileSync(`${ROOT}examples/${name}`, "utf8"));
      const file = writeDocument(directory, text);
      const seen = new Set([await digestAfterKill(file)]);
      for (const variant of FEW_VARIANTS) seen.add(await digestHere(text, `${directory}/modules`, variant));
      expect([...seen]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    },
    240_000,
  );
});
