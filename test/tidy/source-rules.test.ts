// Rules of the house that a search can hold.

import { expect, test } from "vitest";
import { findInCode, findInText } from "./find-in-code.js";
import { listFiles, listSources, readText } from "./repository.js";

const LONGEST_FILE_LINES = 400;

const ownCode = listFiles().filter((path) => /\.[cm]?[jt]sx?$/.test(path));
const sources = listSources();

test("nothing is evaluated from text: no eval, Function or vm", () => {
  expect(findInCode(ownCode, /\beval\s*\(|\bFunction\s*\(|\bFunction\s*\.\s*constructor/)).toEqual([]);
  // However it is asked for: import, import(), createRequire, getBuiltinModule.
  expect(findInText(ownCode, /(["'`])(?:node:)?vm\1/)).toEqual([]);
});

test("the environment is read in config.ts only", () => {
  const elsewhere = sources.filter((path) => !path.endsWith("/config.ts"));
  expect(findInCode(elsewhere, /\bprocess\s*\.\s*env\b|\benv\b.*\bfrom\b.*process/), "pass the value in from config.ts").toEqual([]);
});

test("exports have names: a default export is for what a thread loads, in thread/", () => {
  const named = [...sources, ...listFiles("test"), ...listFiles("scripts")].filter(
    (path) => /\.(?:tsx?|mjs)$/.test(path) && !path.includes("/thread/"),
  );
  expect(findInCode(named, /\bexport\s+default\b|\bas\s+default\b/)).toEqual([]);
});

test(`no file has more than ${LONGEST_FILE_LINES} lines`, () => {
  const long = ownCode
    .map((path) => ({ path, lines: readText(path).trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > LONGEST_FILE_LINES);
  expect(long, "one idea a file: split it").toEqual([]);
});

test("no file names a place on somebody's machine", () => {
  const texts = listFiles().filter((path) => /\.(?:ts|js|mjs|json|md|ya?ml|py|sh|c|html|css)$|(?:^|\/)\.[^/]+$|\/run$/.test(path));
  // Split, so that this line does not find itself.
  const homes = new RegExp(`(?<![\\w.:@-])/(?:${["root", "home/\\w", "Users/\\w", "work/\\w", "tmp/wt"].join("|")})\\b`);
  expect(findInText(texts, homes)).toEqual([]);
});

test("every example is run by a test", () => {
  const examples = listFiles("examples").filter((path) => /\.(?:ya?ml|json)$/.test(path));
  const tests = listFiles("test")
    .filter((path) => path.endsWith(".ts"))
    .map(readText);
  const notRun = examples.filter((path) => !tests.some((text) => text.includes(path.replace("examples/", ""))));
  expect(notRun, "name it in a test that runs it and judges what comes out").toEqual([]);
});
