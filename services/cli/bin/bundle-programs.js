// Bundles what runs as a process, with the libraries it uses, into a few files in dist/ at the root.
//
// A service would load some five hundred small files one by one, its own and its libraries', which is more than half of the time its start
// takes; a command and each of its threads two hundred. Entries keep the places that the code looks for beside itself
// (`new URL("./thread/…", import.meta.url)`):
//
//   dist/spikefarm.js                         the command
//       /coordinator.js, worker.js, writer.js the services
//       /thread/*.js                          the threads and the isolated process of the worker
//       /schema-thread.js                     the thread that reads a module's declarations
//       /bullmq.js                            the queue's library, where a test's faults find the classes that the services use
//       /chunk-*.js                           what they share
//
//   node bundle-programs.js ROOT   run by build-if-stale.js after the compiler

import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const ROOT = process.argv[2];
const OUT = join(ROOT, "dist");
const SERVICES = join(ROOT, "services");
const WORKER = join(SERVICES, "worker", "dist");

/** Libraries that look for files beside their own (machine code, threads, a page), or that few ever load. */
const OUTSIDE = [
  "@fastify/static",
  "@fastify/swagger-ui",
  "abstract-level",
  "apache-arrow",
  "classic-level",
  "esbuild",
  "koffi",
  "level",
  "msgpackr-extract",
  "piscina",
];

/** Libraries written for CommonJS ask for Node's own modules by `require`, which a module of today does not have. */
const REQUIRE = `import { createRequire as createBundleRequire } from "node:module";const require = createBundleRequire(import.meta.url);`;

rmSync(OUT, { recursive: true, force: true });
await build({
  absWorkingDir: ROOT,
  entryPoints: [
    { in: join(SERVICES, "cli", "dist", "main.js"), out: "spikefarm" },
    ...["coordinator", "worker", "writer"].map((name) => ({ in: join(SERVICES, name, "dist", "main.js"), out: name })),
    ...["run-stretch", "run-isolated", "isolated-thread"].map((name) => ({
      in: join(WORKER, "thread", `${name}.js`),
      out: `thread/${name}`,
    })),
    { in: join(WORKER, "modules", "schema-thread.js"), out: "schema-thread" },
    { in: "bullmq", out: "bullmq" },
  ].filter((entry) => entry.in === "bullmq" || existsSync(entry.in)),
  outdir: OUT,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  mainFields: ["module", "main"],
  external: OUTSIDE,
  banner: { js: REQUIRE },
  sourcemap: true,
  sourcesContent: false,
  logLevel: "warning",
});
