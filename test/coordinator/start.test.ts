// What a lone trial waits for: each question to the writer is a request, each change a synced write.

import type { SweepId, WriterPort } from "@spikefarm/protocol";
import { expect, test, vi } from "vitest";
import { MODULES } from "../worker/farm.js";
import { HttpFarm, NEURON } from "./http-farm.js";

/** The store's calls are noted before they are made. */
function noting(calls: string[]): (store: WriterPort) => WriterPort {
  return (store) =>
    new Proxy(store, {
      get(target, name) {
        const work: unknown = Reflect.get(target, name);
        if (typeof work !== "function") return work;
        return (...args: unknown[]) => {
          calls.push(String(name));
          return Reflect.apply(work, target, args) as unknown;
        };
      },
    });
}

test("a lone trial of a module is put, settled, looked for once more, and complete", async () => {
  const calls: string[] = [];
  await using farm = await HttpFarm.open({ threads: 1, modules: MODULES, writer: noting(calls) });
  calls.length = 0;
  const { id } = await farm.start({ module: "square", sweep: { space: { x: [3] } } });
  const { rows } = await farm.json<{ rows: unknown[][] }>(`/api/v1/sweeps/${id}/results?format=json&wait=10`);
  expect(rows, "a table that was waited for has its row").toEqual([[0, 0, 3, "ok", "", 9]]);
  await farm.coordinator.ended(id as SweepId);
  expect(calls.toSorted()).toEqual(["missing", "putSweep", "rows", "setState", "settleGranuleSize"]);
});

test("a new sweep has its tasks out after one write to the store, and nothing asked", async () => {
  const calls: string[] = [];
  await using farm = await HttpFarm.open({ threads: 0, writer: noting(calls) });
  calls.length = 0;
  const { id, state, trials } = await farm.start(NEURON);
  expect({ state, trials }).toEqual({ state: "running", trials: { total: 20, ok: 0, failed: 0, skipped: 0, pending: 20 } });
  await vi.waitFor(async () => expect((await farm.queue.pending(id as never)).size).toBeGreaterThan(0));
  expect(calls).toEqual(["putSweep"]);
  expect(await farm.show(id)).toMatchObject({ state: "running", trials });
});
