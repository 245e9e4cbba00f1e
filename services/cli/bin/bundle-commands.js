// Bundles our own compiled modules into a few files: what a command starts with.
//
// A command and each of its threads would load some two hundred small modules one by one, which is half of the time a small sweep takes. The
// libraries stay where they are. Entries keep the places that the code looks for beside itself (`new URL("./thread/…", import.meta.url)`):
//
//   dist/bundle/main.js            the command
//              /thread/*.js        the threads and the isolated process of the worker
//              /schema-thread.js   the thread that reads a module's declarations
//              /chunk-*.js         what they share
//
//   node bundle-commands.js ROOT   run by build-if-stale.js after the compiler

import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const ROOT = process.argv[2];
const OUT = join(ROOT, "services", "cli", "dist", "bundle");
const WORKER = join(ROOT, "services", "worker", "dist");

rmSync(OUT, { recursive: true, force: true });
await build({
  absWorkingDir: ROOT,
  entryPoints: [
    { in: join(ROOT, "services", "cli", "dist", "main.js"), out: "main" },
    ...["run-stretch", "run-isolated", "watch-parent"].map((name) => ({ in: join(WORKER, "thread", `${name}.js`), out: `thread/${name}` })),
    { in: join(WORKER, "modules", "schema-thread.js"), out: "schema-thread" },
  ].filter((entry) => existsSync(entry.in)),
  outdir: OUT,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  sourcemap: true,
  logLevel: "warning",
  plugins: [
    {
      name: "libraries stay outside",
      setup: ({ onResolve }) =>
        onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
          kind === "entry-point" || path.startsWith("@spikefarm/") ? undefined : { path, external: true },
        ),
    },
  ],
});
