import { expect, test } from "vitest";
import { codeOnly } from "./code-only.js";

/** Spaces are where something was blanked; the comparison ignores how many. */
function check(source: string, expected: string): void {
  const code = codeOnly(source);
  expect(code).toHaveLength(source.length);
  expect(code.replaceAll(/\s+/g, " ").trim()).toBe(expected);
}

test("comments go", () => check("a // b ** c\n/* d\n e */ f", "a f"));
test("strings go, escapes and all", () => check(`f("a \\" ** b", '**') ** c`, "f( , ) ** c"));
// biome-ignore lint/suspicious/noTemplateCurlyInString: a template is what is under test
test("the text of a template goes, its code stays", () => check("`a ** ${b ** c} d ${`x ${y} **`} **` + e", "b ** c y + e"));
// biome-ignore lint/suspicious/noTemplateCurlyInString: a template is what is under test
test("braces in a template's code do not end it", () => check("`${f({ a: { b } })} ** `;", "f({ a: { b } }) ;"));
test("a regular expression goes, a division stays", () => check("x = /a**[/]b/g.test(y) / z / 2", "x = g.test(y) / z / 2"));
test("an unfinished text does not hang", () => check("`a ${b", "b"));
