// Brings the compiled JavaScript of a checkout up to date, and costs a few milliseconds where it is.
//
// `tsc -b` knows what is out of date, but takes about a second to find that nothing is. So we keep a stamp: a hash of the path, time and
// size of every source and of the build's own files. The same stamp means the same sources as at the last good build. The sources are
// listed *before* the build, so that an edit made during it is built the next time.
//
// `tsc -b` goes by times alone: a changed source that carries an older time than the last build (unpacked, synchronised) escapes it. So
// where nothing is newer and yet something differs, everything is built anew.
//
// The dashboard is checked by `tsc -b` and bundled by Vite, after it; then everything that runs as a process is bundled, with its libraries
// (bundle-programs.js), which is why the stamp has the lockfile in it. Of several commands that find the sources changed one builds, and the
// others wait for it (build-lock.js).

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { withBuildLock } from "./build-lock.js";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
const DASHBOARD = join(ROOT, "services", "dashboard");
const BUNDLER = join(ROOT, "services", "cli", "bin", "bundle-programs.js");
const BUNDLE = join(ROOT, "dist", "spikefarm.js");
const STAMP_FILE = join(ROOT, "services", "cli", "dist", ".build-stamp");
const LOCK_FILE = join(ROOT, "services", "cli", "dist", ".build-lock");

/** Whether the code may run: true when it was up to date or is now; false after a failed build, whose errors are on stderr. */
export function buildIfStale() {
  if (!isCheckout() || survey().isFresh) return true;
  const compiler = findTool("typescript", "bin/tsc");
  if (compiler === undefined) {
    process.stderr.write("spikefarm: TypeScript is missing, so the sources cannot be built. Run `npm ci` in the checkout first.\n");
    return false;
  }
  const onWait = () => process.stderr.write("spikefarm: another process is building; waiting for it …\n");
  return withBuildLock(LOCK_FILE, onWait, () => buildWith(compiler));
}

/** Another process may have built in the meantime: so the sources are looked at once more. */
function buildWith(compiler) {
  const { stamp, isFresh, mayEscape } = survey();
  if (isFresh) return true;
  process.stderr.write("spikefarm: building …\n");
  if (!runTool(compiler, ["-b", ...(mayEscape ? ["--force"] : [])], ROOT) || !bundleDashboard() || !bundlePrograms()) {
    process.stderr.write("spikefarm: the build failed; nothing was run. Mend the errors above and try again.\n");
    return false;
  }
  writeFileSync(STAMP_FILE, stamp);
  return true;
}

/** What the sources are now, whether that is what was built, and whether `tsc -b` would fail to see a change. */
function survey() {
  const projects = listProjects();
  const { stamp, newestMs } = surveySources(projects);
  const last = readStamp();
  const isWhole = projects.every((project) => existsSync(join(project, "dist"))) && (existsSync(BUNDLE) || !hasBundler());
  return { stamp, isFresh: last?.stamp === stamp && isWhole, mayEscape: last !== undefined && newestMs <= last.writtenMs };
}

/** Whether a tool of ours succeeded; what it says goes to stderr. */
const runTool = (file, toolArguments, cwd) =>
  spawnSync(process.execPath, [file, ...toolArguments], { cwd, stdio: ["ignore", 2, 2] }).status === 0;

function bundleDashboard() {
  if (!existsSync(join(DASHBOARD, "index.html"))) return true;
  const bundler = findTool("vite", "bin/vite.js");
  return bundler !== undefined && runTool(bundler, ["build", "--logLevel", "warn"], DASHBOARD);
}

/** Without the bundler, which an installed copy may lack, the command runs from its modules. */
const bundlePrograms = () => !hasBundler() || runTool(BUNDLER, [ROOT], ROOT);

const hasBundler = () => findTool("esbuild", "package.json") !== undefined;

const isCheckout = () => existsSync(join(ROOT, "tsconfig.json")) && existsSync(join(ROOT, "services", "cli", "src"));

/** Folders of packages and services that have sources. */
function listProjects() {
  return ["packages", "services"].flatMap((group) =>
    readdirSync(join(ROOT, group))
      .map((name) => join(ROOT, group, name))
      .filter((project) => existsSync(join(project, "tsconfig.json"))),
  );
}

function surveySources(projects) {
  const hash = createHash("sha256");
  let newestMs = 0;
  const add = (path) => {
    const { mtimeMs, size } = statSync(path);
    newestMs = Math.max(newestMs, mtimeMs);
    hash.update(`${path}\t${mtimeMs}\t${size}\n`);
  };
  for (const file of ["tsconfig.json", "tsconfig.base.json", "package-lock.json"]) add(join(ROOT, file));
  add(BUNDLER);
  const addFolder = (folder) => {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) add(join(entry.parentPath ?? entry.path, entry.name));
    }
  };
  for (const project of projects) {
    add(join(project, "tsconfig.json"));
    addFolder(join(project, "src"));
    for (const file of ["index.html", "vite.config.ts"].filter((name) => existsSync(join(project, name)))) add(join(project, file));
    if (existsSync(join(project, "public"))) addFolder(join(project, "public"));
  }
  return { stamp: hash.digest("hex"), newestMs };
}

function readStamp() {
  try {
    return { stamp: readFileSync(STAMP_FILE, "utf8"), writtenMs: statSync(STAMP_FILE).mtimeMs };
  } catch {
    return undefined;
  }
}

function findTool(name, file) {
  try {
    return join(dirname(createRequire(join(ROOT, "package.json")).resolve(`${name}/package.json`)), file);
  } catch {
    return undefined;
  }
}
