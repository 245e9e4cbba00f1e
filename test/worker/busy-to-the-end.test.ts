// Two threads share a sweep to its end: what one waits for the other is less than the longest granule.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCoordinator } from "@spikefarm/coordinator";
import { openDataManager } from "@spikefarm/datamanager";
import { DiagnosticList, formatDiagnostic, type Provenance } from "@spikefarm/protocol";
import { createMemoryQueue } from "@spikefarm/queue";
import { checkDocument, planSweep } from "@spikefarm/sweep";
import { createWorker, openModules } from "@spikefarm/worker";
import { expect, test } from "vitest";

const THREADS = 2;
/** Of claims, commits and a machine that does other things: no thread computes meanwhile. */
const SLACK_SECONDS = 0.25;

interface Busy {
  readonly thread: number;
  readonly from: number;
  readonly to: number;
}

/** When each block of a sweep was computed, in seconds. */
async function runAndWatch(document: unknown): Promise<readonly Busy[]> {
  const directory = await mkdtemp(join(tmpdir(), "spikefarm-busy-"));
  const store = await openDataManager({ directory: join(directory, "data"), machine: "test" });
  const queue = createMemoryQueue();
  const modules = await openModules(undefined, join(directory, "modules"));
  const busy: Busy[] = [];
  const note = ({ thread, startedAt, elapsedSeconds }: Provenance): void => {
    const from = Date.parse(startedAt) / 1000;
    busy.push({ thread, from, to: from + elapsedSeconds });
  };
  const commit: typeof store.commit = (block, provenance) => {
    note(provenance);
    return store.commit(block, provenance);
  };
  const writer = new Proxy(store, {
    get(target, name: keyof typeof store) {
      if (name === "commit") return commit;
      const value: unknown = target[name];
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
  const worker = createWorker({ queue, writer, threads: THREADS, modules, machine: "test", log: { warn: () => undefined } });
  const coordinator = createCoordinator({ queue, writer, owner: "test", windowTasks: 3 * THREADS });
  try {
    const diagnostics = new DiagnosticList();
    const checked = checkDocument(document, { modules: () => undefined }, diagnostics);
    if (checked === undefined) throw new Error(diagnostics.items.map(formatDiagnostic).join("\n"));
    expect(await coordinator.ended(await coordinator.submit(planSweep(checked)))).toEqual({ kind: "complete" });
    return busy;
  } finally {
    await coordinator.close({ code: "TEST_OVER", message: "" });
    await worker.close(0);
    await queue.close();
    await store.close();
    await rm(directory, { recursive: true, force: true });
  }
}

const sweepOf = (size: string, duration: string, space: unknown): unknown => ({
  model: {
    parameters: { v0: "12*mV", n: { default: 1, type: "integer" }, ms_long: 1000 },
    groups: { G: { size, equations: "dv/dt = (v0 - v)/(10*ms) : volt", threshold: "v > 10*mV", reset: "v = 0*mV" } },
    duration,
    outputs: { n_spikes: "count(G)" },
  },
  sweep: { space },
});

/** `mostIdle`: of the whole time, by the thread that ends first. */
test.each([
  { title: "of 20 long trials", mostIdle: 0.25, document: sweepOf("1000", "3*second", { v0: { linspace: ["11*mV", "20*mV", 20] } }) },
  { title: "of short trials", mostIdle: 0.25, document: sweepOf("200", "2*second", { v0: { linspace: ["11*mV", "20*mV", 96] } }) },
  { title: "of unequal trials", mostIdle: 0.5, document: sweepOf("300*n", "2*second", { n: [1, 9, 2, 8, 1, 7, 3, 6, 4, 5, 2, 12] }) },
])("a sweep $title keeps both threads busy to its end", async ({ mostIdle, document }) => {
  const busy = await runAndWatch(document);
  const threads = [...new Set(busy.map(({ thread }) => thread))];
  expect(threads).toHaveLength(THREADS);
  const ends = threads.map((own) => Math.max(...busy.filter(({ thread }) => thread === own).map(({ to }) => to)));
  const idle = Math.max(...ends) - Math.min(...ends);
  const whole = Math.max(...ends) - Math.min(...busy.map(({ from }) => from));
  const longest = Math.max(...busy.map(({ from, to }) => to - from));
  expect(idle).toBeLessThan(longest + SLACK_SECONDS);
  expect(idle).toBeLessThan(mostIdle * whole + SLACK_SECONDS);
});
