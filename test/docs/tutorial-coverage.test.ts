// docs/tutorial-coverage.md accounts for every code cell of the tutorial, and names only what is there and is run.

import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ROOT } from "../e2e/spikefarm.js";

/** Counted in the tutorial. */
const CELLS = 47;
const OUTCOMES = ["runs", "replaced", "networks", "absent"];

const page = readFileSync(`${ROOT}docs/tutorial-coverage.md`, "utf8");
const rows = [...page.matchAll(/^\| (\d+) \| (.+?) \| (\w+) \| (.+) \|$/gm)].map(([, cell, was, is, now]) => ({
  cell: Number(cell),
  was: was!,
  is: is!,
  now: now!,
}));
const filesIn = (text: string): readonly string[] => [...text.matchAll(/`((?:examples|docs)\/[^`]+)`/g)].map(([, path]) => path!);

test("every cell has one row, in order, with one outcome", () => {
  expect(rows.map(({ cell }) => cell)).toEqual(Array.from({ length: CELLS }, (_, index) => index + 1));
  expect(rows.filter(({ is }) => !OUTCOMES.includes(is))).toEqual([]);
});

test("a cell that runs names an example; every named file is there, and every named example is run by a test", () => {
  const tests = ["examples", "example-models"].map((name) => readFileSync(`${ROOT}test/e2e/${name}.test.ts`, "utf8")).join("");
  for (const { cell, is, now } of rows) {
    const files = filesIn(now);
    if (is === "runs") expect(files, `cell ${cell} runs`).not.toEqual([]);
    for (const file of files) {
      expect(existsSync(`${ROOT}${file}`), file).toBe(true);
      if (file.startsWith("examples/")) expect(tests, `${file} is run`).toContain(`"${file.replace("examples/", "")}"`);
    }
  }
});

test("what is named as a command or a flag exists", () => {
  const main = readFileSync(`${ROOT}services/cli/src/main.ts`, "utf8");
  const commands = [...page.matchAll(/`spikefarm (\w+)/g)].map(([, command]) => command!);
  expect(commands.length).toBeGreaterThan(3);
  for (const command of commands) expect(main, command).toMatch(new RegExp(`\\.command\\("${command}"`));
});
