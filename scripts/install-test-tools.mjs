// Installs what the tests can use beyond Node, where we may: as root on Debian. Nothing here is needed for the tests to pass.
//
// Brian 2 (python3-brian) lets the reference tests and benchmarks compare with it side by side; without it those comparisons are skipped.
// Slow networks are given up on: the download is a step of its own, which can be cut off without leaving a package half installed.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const DEBIAN_PYTHON = "/usr/bin/python3";
const APT_GET = "/usr/bin/apt-get";
const PACKAGE = "python3-brian";
const FIND_BRIAN = "import importlib.util, sys; sys.exit(importlib.util.find_spec('brian2') is None)";
const LOOK_LIMIT_MS = 30_000;
const DOWNLOAD_LIMIT_MS = 180_000;
const INSTALL_LIMIT_MS = 600_000;

/** Says in one line what it did or what the user can do; never throws and never takes longer than its limits. */
export function installTestTools() {
  if (hasBrian()) return console.log(`  ✓ Brian 2 (${DEBIAN_PYTHON})`);
  const skipped = "Brian 2 is not here; comparisons with it are skipped";
  if (!existsSync(APT_GET)) return console.log(`  – ${skipped} (pip install brian2 would add it)`);
  if (process.getuid?.() !== 0) return console.log(`  – ${skipped} (sudo apt-get install ${PACKAGE} would add it)`);

  console.log(`  … installing ${PACKAGE}`);
  // Where the package is not known, its lists may be missing or old.
  const isDownloaded = download() || (aptGet(LOOK_LIMIT_MS, "update") && download());
  const isInstalled = isDownloaded && aptGet(INSTALL_LIMIT_MS, "install", "--no-download", "-y", "--no-install-recommends", PACKAGE);
  console.log(isInstalled && hasBrian() ? "  ✓ Brian 2 installed" : `  – ${skipped} (${PACKAGE} could not be installed)`);
}

const hasBrian = () => spawnSync(DEBIAN_PYTHON, ["-c", FIND_BRIAN], { timeout: LOOK_LIMIT_MS, stdio: "ignore" }).status === 0;

const download = () => aptGet(DOWNLOAD_LIMIT_MS, "install", "--download-only", "-y", "--no-install-recommends", PACKAGE);

function aptGet(timeout, ...command) {
  const options = ["-qq", "-o", "Acquire::http::Timeout=10", "-o", "Acquire::Retries=0", "-o", "DPkg::Lock::Timeout=10"];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(APT_GET, [...options, ...command], { timeout, env, stdio: "ignore" }).status === 0;
}
