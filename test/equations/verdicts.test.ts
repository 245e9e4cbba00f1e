// The table of what Brian 2 accepts and refuses, judged by our checker.

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { codes } from "./support.js";
import { CONTEXT, VERDICTS } from "./verdicts.js";

const modelOf = (group: (typeof VERDICTS)[number]["group"]) => ({
  groups: { G: { method: "euler", ...group, equations: [...CONTEXT, ...(group.equations ?? [])] } },
  duration: "1*second",
});

it.each(VERDICTS.map((verdict) => ({ ...verdict, text: JSON.stringify(verdict.group) })))("$text → $code", ({ group, code }) => {
  expect(codes(modelOf(group))).toEqual(code === undefined ? [] : [code]);
});

it("differs from Brian 2 where it says why", () => {
  const isDifferent = ({ isAccepted, code }: (typeof VERDICTS)[number]): boolean => isAccepted !== (code === undefined);
  expect(VERDICTS.filter((verdict) => isDifferent(verdict) !== (verdict.because !== undefined))).toEqual([]);
});

it("the guide tells each reason", () => {
  const guide = readFileSync("docs/model-language.md", "utf8");
  const reasons = new Set(VERDICTS.flatMap(({ because }) => because ?? []));
  expect([...reasons].filter((reason) => !guide.includes(`| ${reason} |`))).toEqual([]);
});
