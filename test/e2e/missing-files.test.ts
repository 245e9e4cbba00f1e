// A run whose own files are taken away while it runs, as a careless clean-up may do.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { ROOT, temporaryDirectory } from "./spikefarm.js";

test("a thread whose file does not load is tried a few times, then the run ends with the reason and can go on later", async () => {
  const directory = temporaryDirectory();
  const newest = readdirSync(`${ROOT}dist`)
    .filter((name) => name.startsWith("build-"))
    .sort()
    .at(-1);
  mkdirSync(`${directory}/dist`);
  cpSync(`${ROOT}dist/${newest}`, `${directory}/dist/build`, { recursive: true });
  symlinkSync(`${ROOT}node_modules`, `${directory}/node_modules`);
  rmSync(`${directory}/dist/build/thread/run-stretch.js`);
  const args = ["run", `${ROOT}examples/if-curve.yaml`, "--data", `${directory}/data`, "--threads", "2"];
  const child = spawn(process.execPath, [`${directory}/dist/build/spikefarm.js`, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, "close")]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/WORKER_THREAD_DIED: .*Cannot find module .*run-stretch\.js/);
  expect(stderr).toContain("Stopped: 0 of 20 trials are done and kept. Continue with:");
  expect(stderr.match(/an error came after its trial/g)?.length ?? 0).toBeLessThan(20);
});
