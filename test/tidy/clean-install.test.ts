// `npm ci` on a clean copy of the repository, as a newcomer or a build server runs it. npm takes from its cache what is there.

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listFiles, ROOT } from "./repository.js";

const INSTALL_LIMIT_MS = 240_000;

test("npm ci passes in a clean clone and links the spikefarm command", { timeout: INSTALL_LIMIT_MS }, () => {
  const clone = mkdtempSync(join(tmpdir(), "spikefarm-clone-"));
  try {
    for (const file of listFiles()) cpSync(join(ROOT, file), join(clone, file), { recursive: true });
    const npm = spawnSync("npm", ["ci", "--prefer-offline"], { cwd: clone, encoding: "utf8", timeout: INSTALL_LIMIT_MS - 10_000 });
    expect(npm.status, `npm ci failed; after a change of dependencies run \`npm run lock\`\n${npm.stdout}${npm.stderr}`).toBe(0);
    expect(npm.stderr, "a dependency's install script is not reviewed: npm install-scripts ls").not.toContain(
      "not yet covered by allowScripts",
    );
    expect(existsSync(join(clone, "node_modules", ".bin", "spikefarm")), "npx spikefarm needs its link").toBe(true);
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
});
