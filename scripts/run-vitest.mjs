// Runs vitest on some of the tests and counts what came of them.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Shows vitest's own report and returns { passed, failed, skipped }. A file that does not load counts as one failure, as does an
 * error outside every test, so that a run that is not clean never adds up to zero failures.
 */
export function runVitest(vitestArguments) {
  const folder = mkdtempSync(join(tmpdir(), "spikefarm-test-"));
  const resultFile = join(folder, "result.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${resultFile}`];
    const { status } = spawnSync("npx", ["--no-install", "vitest", "run", ...reporters, ...vitestArguments], {
      stdio: "inherit",
      shell: process.platform === "win32",
    });
    return countResults(readJson(resultFile), status === 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function countResults(result, isClean) {
  const filesNotLoaded = (result?.testResults ?? []).filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  const failed = (result?.numFailedTests ?? 0) + filesNotLoaded;
  return {
    passed: result?.numPassedTests ?? 0,
    failed: isClean || failed > 0 ? failed : 1,
    skipped: (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0),
  };
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined; // vitest died before it could report; its exit code then counts as the failure
  }
}
