#!/usr/bin/env node
// npm run check: everything that can be said about the code without running it. Well under a minute; every step runs, whatever fails.

import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";

const STEPS = [
  { name: "format and lint", command: ["biome", "check", "--error-on-warnings", "."], remedy: "npx biome check --write ." },
  { name: "types", command: ["tsc", "-b"] },
  { name: "types of the tests", command: ["tsc", "-p", "test"] },
  {
    name: "dead code",
    command: ["knip", "--no-progress", "--no-config-hints"],
    remedy: "delete what is not used, or export it from the package's index.ts",
  },
];

/** Runs every step, prints one line for each (and all it said, where it failed), and returns how many passed and failed. */
export function runCheck() {
  let failed = 0;
  for (const { name, command, remedy } of STEPS) {
    const start = performance.now();
    const { status, stdout, stderr, error } = spawnSync("npx", ["--no-install", ...command], {
      encoding: "utf8",
      shell: process.platform === "win32",
    });
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    if (status === 0) {
      console.log(`  ✓ ${name} (${seconds} s)`);
      continue;
    }
    failed++;
    console.log(`  ✗ ${name} (${seconds} s): ${command.join(" ")}\n`);
    console.log(indent(`${stdout ?? ""}${withoutNpmWarnings(stderr ?? "")}${error ?? ""}`.trim()));
    if (remedy !== undefined) console.log(`\n    remedy: ${remedy}`);
    console.log("");
  }
  return { passed: STEPS.length - failed, failed };
}

const indent = (text) => text.replaceAll(/^(?=.)/gm, "    ");
const withoutNpmWarnings = (text) => text.replaceAll(/^npm warn .*\n?/gm, "");

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { failed } = runCheck();
  process.exitCode = failed === 0 ? 0 : 1;
}
