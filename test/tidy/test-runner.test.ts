// The last line of `npm test` must be true: whatever goes wrong counts as a failure.

import { expect, test } from "vitest";
import { countResults } from "../../scripts/run-vitest.mjs";
import { listLayers } from "../../scripts/test-layers.mjs";
import { listFiles } from "./repository.js";

const CLEAN = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] };

test("passes, failures and skips are counted", () => {
  expect(countResults(CLEAN, true)).toEqual({ passed: 3, failed: 0, skipped: 2 });
  expect(countResults({ ...CLEAN, numFailedTests: 2 }, false)).toEqual({ passed: 3, failed: 2, skipped: 2 });
});

test("a file that does not load is a failure", () => {
  const testResults = [{ status: "failed", assertionResults: [] }];
  expect(countResults({ ...CLEAN, testResults }, false).failed).toBe(1);
});

test("an error outside every test is a failure", () => {
  expect(countResults(CLEAN, false).failed).toBe(1);
});

test("a run that died without a report is a failure", () => {
  expect(countResults(undefined, false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("every test file is in exactly one layer", () => {
  const folders = listLayers().flatMap((layer) => layer.folders);
  const homes = listFiles("test")
    .filter((path) => path.endsWith(".test.ts"))
    .map((path) => ({ path, layers: folders.filter((folder) => path.startsWith(folder)).length }));
  expect(homes.filter(({ layers }) => layers !== 1)).toEqual([]);
});
