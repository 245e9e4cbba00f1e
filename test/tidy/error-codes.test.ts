// A user who searches for a code finds what happened and what to do: docs/errors.md, written from the code itself.

import { expect, test } from "vitest";
import { listErrorCodes, writeErrorPage } from "../../scripts/error-page.mjs";
import { listSources, readText } from "./repository.js";

const REMEDY = "build, run `npm run errors` and commit docs/errors.md";
const codes = await listErrorCodes();

test("there are codes to document", () => {
  expect(codes.length).toBeGreaterThan(0);
});

test("docs/errors.md has an entry for every code, and no other", () => {
  const documented = [...readText("docs/errors.md").matchAll(/^### (\S+)$/gm)].map((match) => match[1]!);
  const names = codes.map(({ code }) => code);
  expect(
    names.filter((name) => !documented.includes(name)),
    `not documented; ${REMEDY}`,
  ).toEqual([]);
  expect(
    documented.filter((name) => !names.includes(name)),
    `no longer there; ${REMEDY}`,
  ).toEqual([]);
});

test("docs/errors.md says what the packages say", () => {
  const page = readText("docs/errors.md").split("\n");
  const expected = writeErrorPage(codes).split("\n");
  expect(
    page.find((line, index) => line !== expected[index]),
    `the first line that differs; ${REMEDY}`,
  ).toBe(undefined);
  expect(page.length).toBe(expected.length);
});

test("a code is AREA_WHAT and is defined once", () => {
  const names = codes.map(({ code }) => code);
  // CONFLICT is named so by the rules of identity.
  expect(names.filter((name) => name !== "CONFLICT" && !/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(name))).toEqual([]);
  expect(
    names.filter((name, index) => names.indexOf(name) !== index),
    "one of the two packages should use the other's code",
  ).toEqual([]);
});

test.each(codes)("$code has a cause and a remedy, each a sentence", ({ cause, remedy }) => {
  expect(cause).toMatch(/\S.{8}/);
  expect(remedy).toMatch(/\S.{8}/);
});

test("every code that is thrown is defined", () => {
  const thrown = /new CodedError\(\s*"([A-Z0-9_]+)"/g;
  const unknown = listSources().flatMap((path) =>
    [...readText(path).matchAll(thrown)].map((match) => match[1]!).filter((name) => !codes.some(({ code }) => code === name)),
  );
  expect(unknown, "define them in the package's errors.ts").toEqual([]);
});
