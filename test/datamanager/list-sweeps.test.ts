// Lists of sweeps come in pages, from the newest on.

import { allSweeps } from "@spikefarm/protocol";
import { expect, test } from "vitest";
import { plainPart, sweepOf } from "../contract/writer-port/sweeps.js";
import { makeDirectory, openData } from "./data-directory.js";

test("more sweeps than a page holds are all listed, each once, newest first", async () => {
  const data = await openData(await makeDirectory());
  const records = Array.from({ length: 1001 }, () => sweepOf([plainPart(1)]));
  await Promise.all(records.map((record) => data.putSweep(record)));
  const listed: string[] = [];
  for await (const { id } of allSweeps(data)) listed.push(id);
  expect(listed).toEqual(records.map(({ id }) => id).reverse());
});
