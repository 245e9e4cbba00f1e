#!/usr/bin/env node
// npm test: installs what the tests can use, builds, checks, runs every layer, and ends with one line: "N passed, N failed".
//
//   npm test                              everything
//   npm test -- test/sweep -t linspace    builds, then hands the arguments to vitest

import { buildIfStale } from "../services/cli/bin/build-if-stale.js";
import { runCheck } from "./check.mjs";
import { installTestTools } from "./install-test-tools.mjs";
import { runVitest } from "./run-vitest.mjs";
import { listLayers } from "./test-layers.mjs";

const NONE = { passed: 0, failed: 0, skipped: 0 };

function main(vitestArguments) {
  const steps = vitestArguments.length === 0 ? allSteps() : [{ name: "chosen", run: () => runVitest(vitestArguments) }];
  const results = [];
  if (buildIfStale()) {
    for (const { name, run } of steps) {
      console.log(`\n${name}`);
      const start = performance.now();
      const counts = { ...NONE, ...run() };
      results.push({ name, ...counts, seconds: (performance.now() - start) / 1000 });
    }
  } else {
    results.push({ name: "build", ...NONE, failed: 1, seconds: 0 });
  }
  const total = report(results);
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
}

function allSteps() {
  const layers = listLayers().map(({ name, isSerial, folders }) => ({
    name,
    run: () => runVitest([...folders, ...(isSerial ? ["--no-file-parallelism"] : [])]),
  }));
  return [{ name: "tools", run: installTestTools }, { name: "check", run: runCheck }, ...layers];
}

/** A line for each layer, then the line that machines read. */
function report(results) {
  const total = { ...NONE };
  console.log("\nlayer         passed  failed  skipped   seconds");
  for (const { name, passed, failed, skipped, seconds } of results) {
    if (passed + failed + skipped === 0) continue;
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    const cells = [String(passed).padStart(6), String(failed).padStart(6), String(skipped).padStart(7), seconds.toFixed(1).padStart(8)];
    console.log(`${name.padEnd(12)}  ${cells.join("  ")}`);
  }
  if (total.skipped > 0) console.log(`\n${total.skipped} skipped`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total;
}

main(process.argv.slice(2));
