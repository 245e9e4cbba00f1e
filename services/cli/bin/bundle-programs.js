// Bundles what runs as a process, with the libraries it uses, into a few files in dist/ at the root.
//
// A service would load some five hundred small files one by one, its own and its libraries', which is more than half of the time its start
// takes; a command and each of its threads two hundred. Entries keep the places that the code looks for beside itself
// (`new URL("./thread/…", import.meta.url)`):
//
//   dist/build-<time>/spikefarm.js                         the command
//                    /coordinator.js, worker.js, writer.js the services
//                    /thread/*.js                          the threads and the isolated process of the worker
//                    /schema-thread.js                     the thread that reads a module's declarations
//                    /bullmq.js                            the queue's library, where a test's faults find the classes that the services use
//                    /chunk-*.js                           what they share
//       /spikefarm.js, coordinator.js, worker.js, …        one line each: the same file of the newest build
//
// A build is a folder of its own, and the lines that lead to it are moved into place when it is whole: whoever runs from an earlier one keeps
// its files, which a farm needs that starts another thread. The last KEPT_BUILDS stay.
//
//   node bundle-programs.js ROOT   run by build-if-stale.js after the compiler

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const ROOT = process.argv[2];
const DIST = join(ROOT, "dist");
const BUILD = `build-${Date.now()}`;
const KEPT_BUILDS = 5;
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

const entryPoints = [
  { in: join(SERVICES, "cli", "dist", "main.js"), out: "spikefarm" },
  ...["coordinator", "worker", "writer"].map((name) => ({ in: join(SERVICES, name, "dist", "main.js"), out: name })),
  ...["run-stretch", "run-isolated", "isolated-thread"].map((name) => ({
    in: join(WORKER, "thread", `${name}.js`),
    out: `thread/${name}`,
  })),
  { in: join(WORKER, "modules", "schema-thread.js"), out: "schema-thread" },
  { in: "bullmq", out: "bullmq" },
].filter((entry) => entry.in === "bullmq" || existsSync(entry.in));
await build({
  absWorkingDir: ROOT,
  entryPoints,
  outdir: join(DIST, BUILD),
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

/** Those that are started or loaded by their name; the code finds what is in a folder beside itself. */
const programs = entryPoints.filter(({ out }) => !out.includes("/")).map(({ out }) => `${out}.js`);
mkdirSync(DIST, { recursive: true });
for (const name of programs) {
  const draft = join(DIST, `${name}.draft`);
  writeFileSync(draft, `export * from "./${BUILD}/${name}";\n`);
  renameSync(draft, join(DIST, name));
}
const entries = readdirSync(DIST);
const builds = entries.filter((name) => name.startsWith("build-")).sort();
const kept = new Set([...programs, ...builds.slice(-KEPT_BUILDS)]);
for (const name of entries.filter((entry) => !kept.has(entry))) rmSync(join(DIST, name), { recursive: true, force: true });
