// What is said of sweeps is of one moment, and costs no more than what is said.

import { createCoordinator } from "@spikefarm/coordinator";
import type { SweepPage, WriterPort } from "@spikefarm/protocol";
import { createMemoryQueue } from "@spikefarm/queue";
import { createWriter } from "@spikefarm/writer";
import { expect, test } from "vitest";
import { commitRange, plainPart, sweepOf } from "../contract/writer-port/sweeps.js";
import { temporaryDirectory } from "../datamanager/temporary-directory.js";
import { HttpFarm, overPoints } from "./http-farm.js";

test("a sweep that ends while it is asked about is not said to be complete and to lack trials", async () => {
  const { path, remove } = temporaryDirectory();
  const store = await createWriter({ directory: path, machine: "test" });
  const record = sweepOf([plainPart(10)], { document: '{"sweep":{}}' });
  await store.putSweep(record);
  const writer: WriterPort = {
    ...store,
    async getSweep(id) {
      await commitRange(store, record, { from: 0, to: 10 });
      await store.setState(id, "complete");
      return store.getSweep(id);
    },
  };
  const queue = createMemoryQueue();
  const coordinator = createCoordinator({ queue, writer, owner: "test", windowTasks: 1 });
  expect(await coordinator.status(record.id)).toMatchObject({ state: "complete", counts: { ok: 10, pending: 0 }, trialsDone: 10 });
  await queue.close();
  await store.close();
  remove();
});

test("a list of sweeps reads none of their documents, and asks for no more than its page", async () => {
  const asked: string[] = [];
  const writer = (store: WriterPort): WriterPort => ({
    ...store,
    getSweep(id) {
      asked.push("a record");
      return store.getSweep(id);
    },
    listSweeps(query) {
      asked.push(`a list of ${query.limit}`);
      return store.listSweeps(query);
    },
  });
  await using farm = await HttpFarm.open({ writer });
  for (let count = 0; count < 3; count++) await farm.run(overPoints(2));
  asked.length = 0;
  const page = await farm.json<SweepPage>("/api/v1/sweeps?limit=2");
  expect(page.items.map(({ state, trials }) => [state, trials.ok])).toEqual([
    ["complete", 2],
    ["complete", 2],
  ]);
  expect(asked).toEqual(["a list of 3"]);
});
