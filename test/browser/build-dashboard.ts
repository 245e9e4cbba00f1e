import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BUILD_LIMIT_MS = 60_000;

/** The dashboard as it stands in the sources, bundled into a folder of its own: files of tests that run side by side do not meet. */
export function buildDashboard(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "spikefarm-dashboard-"));
  const command = ["run", "build", "-w", "@spikefarm/dashboard", "--", "--outDir", folder];
  const build = spawnSync("npm", command, { encoding: "utf8", timeout: BUILD_LIMIT_MS, shell: process.platform === "win32" });
  if (build.status !== 0) throw new Error(`the dashboard does not build\n${build.stdout}${build.stderr}`);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
