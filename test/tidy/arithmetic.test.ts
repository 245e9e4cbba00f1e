// What is computed must be the same bits on every machine, in every engine and in every kernel.

import { expect, test } from "vitest";
import { findInCode } from "./find-in-code.js";
import { listFiles, listProjects, listSources } from "./repository.js";

// Exact by their definition in ECMAScript, or a constant.
const EXACT = "abs ceil clz32 floor fround imul max min round sign sqrt trunc PI E LN2 LN10 SQRT2".split(" ");
// Where randomness is wanted, not computed with: ids and the jitter of retries.
const NOT_ARITHMETIC = ["random"];

const programs = ["services/cli/bin", "examples"].flatMap(listFiles).filter((path) => /\.[jt]s$/.test(path));
const sources = [...listSources(listProjects().filter((project) => project !== "packages/numerics")), ...programs];

test("IDENTITY 3: Math.exp, log, pow, sin and their like are used in numerics only", () => {
  const inexact = new RegExp(`\\bMath\\b(?!\\.(?:${[...EXACT, ...NOT_ARITHMETIC].join("|")})\\b)`);
  expect(findInCode(sources, inexact), "their last bits differ between engines; import { math } from @spikefarm/numerics").toEqual([]);
});

test("IDENTITY 3: the operator ** stands in numerics only", () => {
  // On bigints it is exact: `10n ** 3n`.
  expect(
    findInCode(sources, /(?<!\dn\s*)\*\*/),
    "engines round it differently; use math.power of @spikefarm/numerics, or write the constant",
  ).toEqual([]);
});
