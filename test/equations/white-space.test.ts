// White space and comments mean nothing: neither to a checked model nor to the text that it is hashed by.

import { canonicalModel } from "@spikefarm/equations";
import fc from "fast-check";
import { expect, it } from "vitest";
import { checked, model } from "./support.js";

const TOKEN = /\d+(?:\.\d*)?(?:e[+-]?\d+)?|\w+|\*\*|\/\/|[<>=!+\-*/%]=|\S/gi;
const BETWEEN = ["", " ", "  ", "\t", " \u00a0"];

/** The lines of a text with other white space between tokens, comments behind lines, and empty lines between them. */
function respaced(lines: readonly string[], choices: readonly number[]): string {
  let at = 0;
  const choose = <T>(from: readonly T[]): T => from[choices[at++ % choices.length]! % from.length]!;
  const respace = (line: string): string => {
    const tokens = [...line.matchAll(TOKEN)].map(([token]) => token);
    // Two words, or a number before a word, stay apart.
    const gap = (left: string, right: string): string => (/\w$/.test(left) && /^\w/.test(right) ? ` ${choose(BETWEEN)}` : choose(BETWEEN));
    return tokens.reduce((text, token, index) => (index === 0 ? token : text + gap(tokens[index - 1]!, token) + token), "");
  };
  return lines.map((line) => respace(line) + choose(["", " # why", "\n", "\r", "\n# and so\n"])).join("\n");
}

const EQUATIONS = [
  "dv/dt = (v0 - v)/tau + v0*sqrt(2/tau)*xi : volt (unless refractory)",
  "dw/dt = -w*1e-3/ms**-1/tau**2 + 2.5*Hz : 1",
  "x = int(v > 3*mV and not w >= 2)*2 : integer",
  "y = rand() : 1 (constant over dt)",
  "g : siemens/metre**2 (constant)",
];
const RESET = ["v = 0*mV", "w += 1 - -2**2 % 3", "w /= 2//1"];
const CONDITION = ["v > 10*mV or w != 1"];

it("IDENTITY 20: models that differ in white space and comments have one canonical text, and are one model", () => {
  const source = (space: (lines: readonly string[]) => string) =>
    model({
      equations: space(EQUATIONS),
      reset: space(RESET),
      threshold: space(CONDITION),
      events: { up: { condition: space(CONDITION), code: space(RESET) } },
      every: [{ code: space(RESET), dt: space(["1*ms"]) }],
      refractory: space(["2*ms"]),
      initial: { v: space(["rand()*v0"]) },
    });
  const plain = source((lines) => lines.join("\n"));
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 200 }), (choices) => {
      const other = source((lines) => respaced(lines, choices));
      expect(canonicalModel(other)).toBe(canonicalModel(plain));
      expect(checked(other)).toEqual(checked(plain));
    }),
  );
});
