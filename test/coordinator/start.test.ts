// What a lone trial waits for: each question to the writer is a request, each change a synced write.

import type { WriterPort } from "@spikefarm/protocol";
import { expect, test, vi } from "vitest";
import { HttpFarm, NEURON } from "./http-farm.js";

test("a new sweep has its tasks out after one write to the store, and nothing asked", async () => {
  const calls: string[] = [];
  const noted = (store: WriterPort): WriterPort =>
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
  await using farm = await HttpFarm.open({ threads: 0, writer: noted });
  calls.length = 0;
  const { id, state, trials } = await farm.start(NEURON);
  expect({ state, trials }).toEqual({ state: "running", trials: { total: 20, ok: 0, failed: 0, skipped: 0, pending: 20 } });
  await vi.waitFor(async () => expect((await farm.queue.pending(id as never)).size).toBeGreaterThan(0));
  expect(calls).toEqual(["putSweep"]);
  expect(await farm.show(id)).toMatchObject({ state: "running", trials });
});
