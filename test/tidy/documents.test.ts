// A document that names a file is right about it.

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { listFiles, ROOT, readText } from "./repository.js";

const OURS = /^(?:packages|services|test|scripts|docs|examples)\/[\w./-]+$/;

const documents = listFiles().filter((path) => path.endsWith(".md"));

test.each(documents)("%s names only files that are there", (document) => {
  const named = [...readText(document).matchAll(/`([^`\s]+)`/g)].map((match) => match[1]!).filter((path) => OURS.test(path));
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test.each(documents)("%s links only to what is there", (document) => {
  const links = [...readText(document).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map((match) => match[1]!)
    .filter((link) => !/^[a-z]+:/.test(link));
  expect(links.filter((link) => !existsSync(join(ROOT, dirname(document), link)))).toEqual([]);
});

test("no file holds a merge that was left half done", () => {
  const halves = listFiles().filter((path) => /^(?:<{7}|>{7}) /m.test(readText(path)));
  expect(halves).toEqual([]);
});
