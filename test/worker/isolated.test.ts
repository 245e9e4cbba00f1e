// Tasks that were claimed before: what a trial does to its process harms neither its neighbours nor the worker (which is the process that
// runs this test).

import { type Row, TrialStatus } from "@spikefarm/protocol";
import { expect, test } from "vitest";
import { Farm, moduleDocument, taskOf } from "./farm.js";
import { told } from "./told-rows.js";
import { watchCommits } from "./watch-commits.js";

const XS = [0, 1, 2, 3, 4, 5] as const;

async function isolatedTable(module: string, sweep: Readonly<Record<string, unknown>> = {}): Promise<Row[]> {
  await using farm = await Farm.open({ threads: 1, lostClaims: 1 });
  return await farm.rows(await farm.run(moduleDocument(module, XS, sweep), { granuleSize: 8 }));
}

test.each([
  ["aborts-at-three", 2, /^ended its process 2 times: exit code 134$/],
  ["segfaults-at-three", 1, /^ended its process once: SIGSEGV$/],
  ["sends-abort-at-three", 2, /^ended its process 2 times: SIGABRT$/],
  ["sends-kill-at-three", 1, /^ended its process once: SIGKILL/],
  ["sends-term-at-three", 1, /^ended its process once: SIGTERM$/],
  ["exits-at-three", 1, /^ended its process once: exit code 7$/],
  ["rejects-late-at-three", 1, /^ended its process once: nobody awaits this$/],
  ["fills-memory-at-three", 1, /^ended its process once: .*heap/],
])(
  "IDENTITY 14: a trial that ends its process is a crashed row after its attempts, and its neighbours stand (%s)",
  async (module, attempts, message) => {
    const rows = await isolatedTable(module, { attempts });
    expect(told(rows)).toEqual([0, 1, 4, "crashed TRIAL_CRASHED", 16, 25]);
    expect(rows[3]!.errorMessage).toMatch(message);
  },
);

test("an isolated trial that loops for ever is given up after the timeout", async () => {
  expect(told(await isolatedTable("loops-at-three", { timeout: "0.5*second" }))).toEqual([0, 1, 4, "timedOut TRIAL_TIMEOUT", 16, 25]);
});

test("an isolated trial that throws is a failed row", async () => {
  const rows = await isolatedTable("throws-at-three");
  expect(told(rows)).toEqual([0, 1, 4, "failed TRIAL_THREW", 16, 25]);
});

const PLACES = ["on a thread", "isolated"] as const;

test.each(PLACES)("%s, a trial may not change its process: it is a failed row, and its neighbours see nothing of it", async (place) => {
  await using farm = await Farm.open({ threads: 1, lostClaims: place === "isolated" ? 1 : 0 });
  const rows = await farm.rows(await farm.run(moduleDocument("changes-its-process", XS), { granuleSize: 8 }));
  expect(told(rows)).toEqual([process.cwd(), ...Array.from({ length: 5 }, () => "failed TRIAL_THREW")]);
});

test.each(PLACES)("%s, a trial may recurse as deeply", async (place) => {
  await using farm = await Farm.open({ threads: 1, lostClaims: place === "isolated" ? 1 : 0 });
  const rows = await farm.rows(await farm.run(moduleDocument("recurses-deeply", [0, 1]), { granuleSize: 8 }));
  expect(told(rows)).toEqual([0, 25_000]);
});

test("isolated and on a thread, rows of every kind and shape are the same", async () => {
  const tableOf = async (lostClaims: number) => {
    await using farm = await Farm.open({ threads: 1, lostClaims });
    const sweep = await farm.run(moduleDocument("every-kind", [0, 3]), { granuleSize: 1 });
    return await farm.store.digest(sweep.id);
  };
  expect(await tableOf(1)).toBe(await tableOf(0));
});

test("a process waits while its blocks are being committed, and an isolated model has the bits of one on a thread", async () => {
  const document = {
    model: {
      parameters: { v0: "10*mV" },
      groups: { G: { equations: "dv/dt = (v0 - v)/(10*ms) : volt", threshold: "v > 10*mV", reset: "v = 0*mV" } },
      duration: "100*ms",
      outputs: { n: "count(G)", last: "final(G.v)" },
    },
    sweep: { space: { v0: { linspace: ["0*mV", "30*mV", 64] } } },
  };
  const digestOf = async (lostClaims: number) => {
    const commits = watchCommits(() => new Promise((resolve) => setTimeout(resolve, 20)));
    await using farm = await Farm.open({ threads: 1, lostClaims, writer: commits.around });
    const sweep = await farm.run(document, { granuleSize: 2 });
    expect(commits.blocks.length).toBe(32);
    expect(commits.mostInFlight).toBeLessThanOrEqual(4);
    return await farm.store.digest(sweep.id);
  };
  expect(await digestOf(1)).toBe(await digestOf(0));
});

test("a cancelled isolated task is released at once", async () => {
  await using farm = await Farm.open({ threads: 1, lostClaims: 1 });
  const sweep = await farm.accept(moduleDocument("loops-at-three", XS), { granuleSize: 8 });
  const task = taskOf(sweep.id, 0, 0, 6);
  await farm.queue.enqueue([task]);
  await expect
    .poll(() => farm.events.some((event) => event.kind === "progress" && event.progress.trialsDone >= 3), { timeout: 20_000 })
    .toBe(true);
  await farm.queue.cancel(sweep.id);
  expect(await farm.outcomes([task])).toEqual([{ kind: "released" }]);
});

test("the timeout of one trial costs its neighbours nothing when they have just been run", async () => {
  const rows = await isolatedTable("reports-never-at-three", { timeout: "0.5*second" });
  expect(rows.filter(({ status }) => status === TrialStatus.ok)).toHaveLength(5);
});
