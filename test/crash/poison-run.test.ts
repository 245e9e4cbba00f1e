// A module that ends the whole farm at one of its trials: the first run dies with it, the second one knows where to be careful.

import { expect, test } from "vitest";
import { column, ROOT, resultsTable, runJson, spikefarm, temporaryDirectory, writeDocument } from "../e2e/spikefarm.js";

test("IDENTITY 14: after a trial has killed the process, the next run stores that trial as crashed, and all its neighbours", async () => {
  const directory = temporaryDirectory();
  const document = writeDocument(directory, "module: { name: dies-at-300 }\nsweep: { space: { k: { range: [0, 1000, 1] } } }");
  const flags = ["--modules", `${ROOT}test/crash/modules`];
  const data = `${directory}/data`;

  const first = await spikefarm("run", document, "--data", data, "--json", ...flags);
  expect(first.signal).toBe("SIGABRT");

  const summary = await runJson(document, data, ...flags);
  expect(summary.trials).toMatchObject({ total: 1000, ok: 999, failed: 1 });
  const table = await resultsTable(data);
  const values = column(table, "y");
  expect(values.filter((_, point) => point !== 300)).toEqual(Array.from({ length: 1000 }, (_, k) => 2 * k).filter((_, k) => k !== 300));
  expect(values[300]).toBeNull();
  expect(column(table, "status")[300]).toBe("crashed");
  expect(column(table, "error")[300]).toMatch(/TRIAL_CRASHED.*ended its process 3 times: SIGABRT/);
}, 60_000);
