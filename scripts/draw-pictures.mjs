#!/usr/bin/env node
// npm run pictures: draws docs/pictures/ anew, by the very commands that the examples name above their models.
//
// An example whose first lines hold commands with --plot docs/pictures/NAME.svg is run by them, in a data directory of its own that is
// removed afterwards. Pictures are deterministic: drawn again, they are the same bytes.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandsIn } from "./example-commands.mjs";

const COMMAND = "services/cli/bin/spikefarm.js";
const wanted = process.argv.slice(2);

mkdirSync("docs/pictures", { recursive: true });
for (const name of readdirSync("examples").filter((file) => file.endsWith(".yaml"))) {
  const commands = commandsIn(readFileSync(join("examples", name), "utf8"));
  const isPictured = commands.some((words) => words.includes("--plot"));
  if (isPictured && (wanted.length === 0 || wanted.some((word) => name.startsWith(word)))) draw(name, commands);
}

function draw(name, commands) {
  const data = mkdtempSync(join(tmpdir(), "spikefarm-pictures-"));
  try {
    for (const words of commands) {
      const { status, stderr } = spawnSync(process.execPath, [COMMAND, ...words, "--data", data], { encoding: "utf8" });
      if (status === 0) continue;
      process.stderr.write(`${name}: spikefarm ${words.join(" ")} ended with ${status}:\n${stderr}\n`);
      process.exitCode = 1;
      return;
    }
    console.log(name);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
