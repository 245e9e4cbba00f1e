// A request that is repeated because its answer was lost starts one sweep.

import type { SweepPage, SweepSummary, WriterPort } from "@spikefarm/protocol";
import { CodedError } from "@spikefarm/protocol";
import { expect, test } from "vitest";
import { HttpFarm, NEURON, overPoints, problemOf } from "./http-farm.js";

const KEY = { "Idempotency-Key": "the-same" };

const idOf = async (response: Response): Promise<string> => {
  expect(response.status).toBe(201);
  return ((await response.json()) as SweepSummary).id;
};
const countSweeps = async (farm: HttpFarm): Promise<number> => (await farm.json<SweepPage>("/api/v1/sweeps")).items.length;

test("the same key with another document is refused", async () => {
  await using farm = await HttpFarm.open({ threads: 0 });
  await idOf(await farm.submit(NEURON, KEY));
  expect(await problemOf(await farm.submit(overPoints(3), KEY))).toMatchObject({ status: 422, code: "IDEMPOTENCY_KEY_REUSED" });
  expect(await countSweeps(farm)).toBe(1);
});

test("a document that is refused leaves its key free", async () => {
  await using farm = await HttpFarm.open({ threads: 0 });
  await problemOf(await farm.submit({ model: {} }, KEY));
  await idOf(await farm.submit(NEURON, KEY));
});

test("the same key and document answer with the same sweep, also when they come at once", async () => {
  await using farm = await HttpFarm.open({ threads: 0 });
  const responses = await Promise.all(Array.from({ length: 5 }, () => farm.submit(NEURON, KEY)));
  const replayed = responses.filter((response) => response.headers.get("idempotency-replayed") === "true");
  expect(replayed).toHaveLength(4);
  expect(new Set(await Promise.all(responses.map(idOf))).size).toBe(1);
  expect(await countSweeps(farm)).toBe(1);
});

test("a coordinator that is started anew knows the keys of the one before", async () => {
  const before = await HttpFarm.open({ threads: 0 });
  const id = await idOf(await before.submit(NEURON, KEY));
  await using farm = await HttpFarm.open({ directory: await before.stop(), threads: 0 });
  const response = await farm.submit(NEURON, KEY);
  expect(response.headers.get("idempotency-replayed")).toBe("true");
  expect(await idOf(response)).toBe(id);
});

test("a record whose writing was not confirmed is the one that the repeat starts", async () => {
  let isLossy = true;
  const writer = (store: WriterPort): WriterPort => ({
    ...bound(store),
    async putSweep(record) {
      await store.putSweep(record);
      if (isLossy) throw new CodedError("WRITER_ABSENT", "the answer was lost");
    },
  });
  await using farm = await HttpFarm.open({ writer });
  expect(await problemOf(await farm.submit(NEURON, KEY))).toMatchObject({ status: 503, code: "HTTP_UNAVAILABLE" });
  isLossy = false;
  const id = await idOf(await farm.submit(NEURON, KEY));
  await farm.reaches(id, "complete");
  expect(await countSweeps(farm)).toBe(1);
});

/** The port's functions without their class. */
function bound(store: WriterPort): WriterPort {
  const { putSweep, getSweep, listSweeps, setState, settleGranuleSize, commit, counts, missing, rows, columns, digest, close } = store;
  return { putSweep, getSweep, listSweeps, setState, settleGranuleSize, commit, counts, missing, rows, columns, digest, close };
}
