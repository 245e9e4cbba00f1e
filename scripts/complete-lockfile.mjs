#!/usr/bin/env node
// npm run lock: writes package-lock.json so that `npm ci` passes everywhere.
//
// Tools such as Biome and esbuild ship one package a platform and name them all in their optionalDependencies. Where a registry lacks
// some of them (a mirror that keeps only the platforms it serves), npm leaves them out of the lock, and then `npm ci` refuses the lock:
// "Missing: @biomejs/cli-darwin-arm64 from lock file". We add the entry npm would have written, as far as its parent tells: the version,
// `optional`, and the platform, which the package's name spells out. It carries no integrity; a real entry replaces it as soon as npm can
// see the package. A package of another platform is never fetched, so an entry that only says "not yours" is all `npm ci` needs.
//
//   npm run lock               resolves with npm first, then completes
//   npm run lock -- --as-is    completes the lock that is there

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { platformOf } from "./platform-of.mjs";

/** The optional dependencies that the lock names but does not describe: the entries to add, by their place in the lock. */
export function absentOptionalEntries(lock) {
  const entries = {};
  for (const [parentPath, parent] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      if (isResolved(lock, parentPath, name)) continue;
      const { os, cpu, libc } = platformOf(name);
      entries[`node_modules/${name}`] = {
        version: exactVersion(name, version),
        cpu,
        ...(parent.dev && { dev: true }),
        ...(libc && { libc }),
        optional: true,
        os,
      };
    }
  }
  return entries;
}

/** The lock with those entries, sorted as npm sorts them. */
export function completeLockfile(lock) {
  const packages = { ...lock.packages, ...absentOptionalEntries(lock) };
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, "en"));
  return { ...lock, packages: Object.fromEntries(sorted) };
}

/** Node's own lookup: the nearest node_modules, from the parent upwards. */
function isResolved(lock, parentPath, name) {
  for (let folder = parentPath; ; ) {
    if (`${folder === "" ? "" : `${folder}/`}node_modules/${name}` in lock.packages) return true;
    if (folder === "") return false;
    folder = folder.includes("/node_modules/") ? folder.slice(0, folder.lastIndexOf("/node_modules/")) : "";
  }
}

function exactVersion(name, version) {
  if (/^\d+\.\d+\.\d+/.test(version)) return version;
  throw new Error(
    `${name}@${version} is absent and its version is a range; only an exact one can be completed. Is the registry reachable?`,
  );
}

function main() {
  if (!process.argv.includes("--as-is")) {
    const npm = spawnSync("npm", ["install", "--package-lock-only"], { stdio: "inherit", shell: process.platform === "win32" });
    if (npm.status !== 0) process.exit(npm.status ?? 1);
  }
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
  const added = Object.keys(absentOptionalEntries(lock));
  writeFileSync("package-lock.json", `${JSON.stringify(completeLockfile(lock), null, 2)}\n`);
  console.log(`package-lock.json: ${added.length} absent optional packages described`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main();
