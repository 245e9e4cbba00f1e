// docs/http.md is right: each of its commands is run, and what it shows is what comes out, up to ids, times and numbers.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { HttpFarm } from "./http-farm.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MARK = "---next---";
/** Words that must come out exactly as shown. */
const EXACT_KEYS = new Set(["code", "title", "status", "type", "kind", "severity", "path"]);

const missing = ["curl", "bash"].find((tool) => spawnSync(tool, ["--version"]).status !== 0);

interface Example {
  readonly commands: string;
  /** The JSON that the page shows below. */
  readonly shown: unknown;
}

function examplesOf(page: string): readonly Example[] {
  const blocks = [...page.matchAll(/```(sh|json)\n([\s\S]*?)```/g)].map((match) => ({ kind: match[1]!, text: match[2]! }));
  return blocks.flatMap((block, index) => {
    if (block.kind !== "sh") return [];
    const next = blocks[index + 1];
    return [{ commands: block.text, shown: next?.kind === "json" ? (JSON.parse(next.text) as unknown) : undefined }];
  });
}

/** Every key that is shown is there, of the same type; a list that is shown with an item has items like it. */
function expectLike(actual: unknown, shown: unknown, path: string): void {
  if (Array.isArray(shown)) {
    expect(Array.isArray(actual), path).toBe(true);
    if (shown.length > 0) expectLike((actual as unknown[])[0], shown[0], `${path}[0]`);
  } else if (typeof shown === "object" && shown !== null) {
    for (const [key, value] of Object.entries(shown)) {
      expect(Object.keys(actual as object), path).toContain(key);
      const found = (actual as Record<string, unknown>)[key];
      if (EXACT_KEYS.has(key) && typeof value !== "object") expect(found, `${path}.${key}`).toBe(value);
      else expectLike(found, value, `${path}.${key}`);
    }
  } else if (shown !== null && actual !== null) expect(typeof actual, path).toBe(typeof shown);
}

test.skipIf(missing !== undefined)(
  `every example of docs/http.md does what it shows${missing === undefined ? "" : ` (skipped: no ${missing})`}`,
  async () => {
    await using farm = await HttpFarm.open();
    const directory = await mkdtemp(join(tmpdir(), "spikefarm-examples-"));
    try {
      await cp(join(ROOT, "examples"), join(directory, "examples"), { recursive: true });
      const examples = examplesOf(await readFile(join(ROOT, "docs/http.md"), "utf8"));
      expect(examples.length).toBeGreaterThan(10);
      const shell = spawn("bash", ["-euo", "pipefail"], { cwd: directory, env: { PATH: process.env.PATH, FARM: farm.url } });
      const said = { output: "", errors: "" };
      shell.stdout.on("data", (text: Buffer) => {
        said.output += text.toString();
      });
      shell.stderr.on("data", (text: Buffer) => {
        said.errors += text.toString();
      });
      shell.stdin.end(examples.map(({ commands }) => `${commands}\necho; echo ${MARK}\n`).join(""));
      const [code] = (await once(shell, "close")) as [number];
      expect(said.errors).toBe("");
      expect(code, said.output).toBe(0);
      const answers = said.output.split(`${MARK}\n`);
      for (const [index, { commands, shown }] of examples.entries()) {
        if (shown !== undefined) expectLike(JSON.parse(answers[index]!), shown, commands);
      }
    } finally {
      await rm(directory, { recursive: true });
    }
  },
);
