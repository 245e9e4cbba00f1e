// Installs what the tests can use beyond Node, where we may: as root on Debian. Nothing here is needed for the tests to pass.
//
// Brian 2 (python3-brian) lets the reference tests and benchmarks compare with it side by side; without it those comparisons are skipped.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const DEBIAN_PYTHON = "/usr/bin/python3";
const PACKAGE = "python3-brian";
const FIND_BRIAN = "import importlib.util, sys; sys.exit(importlib.util.find_spec('brian2') is None)";
const SEARCH_LIMIT_MS = 30_000;
const INSTALL_LIMIT_MS = 240_000;

/** Says in one line what it did or what the user can do; never throws and never takes longer than its limits. */
export function installTestTools() {
  if (hasBrian()) return console.log(`  ✓ Brian 2 (${DEBIAN_PYTHON})`);
  const isRoot = process.getuid?.() === 0;
  if (!existsSync("/usr/bin/apt-get"))
    return console.log("  – Brian 2 is not here; comparisons with it are skipped (pip install brian2 would add it)");
  if (!isRoot)
    return console.log(`  – Brian 2 is not here; comparisons with it are skipped (sudo apt-get install ${PACKAGE} would add it)`);

  console.log(`  … installing ${PACKAGE} (at most ${INSTALL_LIMIT_MS / 60_000} minutes)`);
  const isInstalled = aptGet(INSTALL_LIMIT_MS, "install") || (aptGet(SEARCH_LIMIT_MS, "update") && aptGet(INSTALL_LIMIT_MS, "install"));
  console.log(
    isInstalled && hasBrian() ? "  ✓ Brian 2 installed" : `  – ${PACKAGE} could not be installed; comparisons with Brian 2 are skipped`,
  );
}

const hasBrian = () => spawnSync(DEBIAN_PYTHON, ["-c", FIND_BRIAN], { timeout: SEARCH_LIMIT_MS, stdio: "ignore" }).status === 0;

function aptGet(timeout, command) {
  const options = ["-qq", "-o", "Acquire::http::Timeout=10", "-o", "Acquire::Retries=0", "-o", "DPkg::Lock::Timeout=10"];
  const target = command === "install" ? ["-y", "--no-install-recommends", PACKAGE] : [];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync("apt-get", [...options, command, ...target], { timeout, env, stdio: "ignore" }).status === 0;
}
