// The README's first command on a clean copy of the repository, as a newcomer or a build server runs it, and the command that it installs.
// npm takes from its cache what is there. The README's second command is the one that runs this test.
//
// The copy holds what git tracks: a file that was forgotten is missing here as it would be in a clone. Without git it holds everything.

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listFiles, ROOT, readText } from "./repository.js";

const LIMIT_MS = 600_000;
const STEP_LIMIT_MS = 480_000;

/** As they are in the working tree; those that are deleted there are left out. */
function filesOfClone(): string[] {
  const git = spawnSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8" });
  const tracked = git.status === 0 ? git.stdout.split("\0").filter((file) => file !== "" && existsSync(join(ROOT, file))) : [];
  return tracked.length > 0 ? tracked : listFiles();
}

test("the README's first command passes in a clean clone, and npx spikefarm has stdout to itself", { timeout: LIMIT_MS }, () => {
  const clone = mkdtempSync(join(tmpdir(), "spikefarm-clone-"));
  const inClone = (command: string) =>
    spawnSync("sh", ["-c", command], {
      cwd: clone,
      encoding: "utf8",
      timeout: STEP_LIMIT_MS,
      env: { ...process.env, NO_COLOR: "1", npm_config_prefer_offline: "true" },
    });
  try {
    for (const file of filesOfClone()) cpSync(join(ROOT, file), join(clone, file));
    const [, command] = /```sh\n(npm ci && npm run farm .*)\n```/.exec(readText("README.md")) ?? [];
    const first = inClone(command ?? "false");
    expect(first.status, `${command} failed; after a change of dependencies run \`npm run lock\`\n${first.stdout}${first.stderr}`).toBe(0);
    expect(first.stderr, "a dependency's install script is not reviewed: npm install-scripts ls").not.toContain(
      "not yet covered by allowScripts",
    );
    expect(first.stdout).toContain("20 trials, 20 ok");
    const second = inClone("npx spikefarm run examples/if-curve.yaml --json --new");
    expect(second.status, second.stderr).toBe(0);
    expect(JSON.parse(second.stdout)).toMatchObject({ state: "complete", trials: { total: 20, ok: 20, failed: 0 } });
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
});
