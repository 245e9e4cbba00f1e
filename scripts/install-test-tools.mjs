// Installs what the tests use beyond Node, where we may: as root on Debian. Without them the tests that need them are skipped, each saying
// why, and the rest runs.
//
// Slow networks are given up on: the download is a step of its own, which can be cut off without leaving a package half installed.
// The Redis that Debian would start is not started: the tests start their own.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const DEBIAN_PYTHON = "/usr/bin/python3";
const APT_GET = "/usr/bin/apt-get";
const FIND_BRIAN = "import importlib.util, sys; sys.exit(importlib.util.find_spec('brian2') is None)";
const LOOK_LIMIT_MS = 30_000;
const DOWNLOAD_LIMIT_MS = 300_000;
const INSTALL_LIMIT_MS = 600_000;

const runs = (command, ...words) => spawnSync(command, words, { timeout: LOOK_LIMIT_MS, stdio: "ignore" }).status === 0;

const TOOLS = [
  { name: "Redis", debian: "redis-server", use: "the farm of many processes", isHere: () => runs("redis-server", "--version") },
  { name: "Chromium", debian: "chromium", use: "the dashboard in a browser", isHere: () => runs("chromium", "--version") },
  { name: "Brian 2", debian: "python3-brian", use: "comparisons with Brian 2", isHere: () => runs(DEBIAN_PYTHON, "-c", FIND_BRIAN) },
];

/** Says in one line each what it did or what the user can do; never throws and never takes longer than its limits. */
export function installTestTools() {
  const missing = TOOLS.filter((tool) => !tool.isHere());
  for (const { name } of TOOLS.filter((tool) => !missing.includes(tool))) console.log(`  ✓ ${name}`);
  if (missing.length === 0) return;
  const packages = missing.map(({ debian }) => debian);
  if (existsSync(APT_GET) && process.getuid?.() === 0) install(packages);
  for (const tool of missing) {
    const isHere = tool.isHere();
    console.log(
      isHere ? `  ✓ ${tool.name} installed` : `  – no ${tool.name}: tests of ${tool.use} are skipped (sudo apt-get install ${tool.debian})`,
    );
  }
}

function install(packages) {
  console.log(`  … installing ${packages.join(", ")}`);
  // Where a package is not known, its lists may be missing or old.
  const isDownloaded = download(packages) || (aptGet(LOOK_LIMIT_MS, "update") && download(packages));
  if (!isDownloaded) return;
  aptGet(INSTALL_LIMIT_MS, "install", "--no-download", "-y", "--no-install-recommends", ...packages);
}

const download = (packages) => aptGet(DOWNLOAD_LIMIT_MS, "install", "--download-only", "-y", "--no-install-recommends", ...packages);

function aptGet(timeout, ...command) {
  const options = ["-qq", "-o", "Acquire::http::Timeout=10", "-o", "Acquire::Retries=0", "-o", "DPkg::Lock::Timeout=10"];
  // RUNLEVEL=1 keeps Debian from starting the server it installs: the tests start their own.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  return spawnSync(APT_GET, [...options, ...command], { timeout, env, stdio: "ignore" }).status === 0;
}
