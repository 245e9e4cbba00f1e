// Names that a space is often given and that are no parameters: the help line says how to make one, and what it says is right.

import { describe, expect, test } from "vitest";
import { check, ifCurve } from "./documents.js";

describe("what is no parameter is swept as its help line says", () => {
  const CASES: readonly (readonly [name: string, space: string, mend: (text: string) => string])[] = [
    ["dt", "{ step: [0.1*ms, 0.2*ms] }", (text) => text.replace("model:", "model:\n  dt: step").replace("vt:", "step: 0.1*ms\n    vt:")],
    [
      "duration",
      "{ length: [1*second] }",
      (text) => text.replace("duration: 1*second", "duration: length").replace("vt:", "length: 1*second\n    vt:"),
    ],
    [
      "warmup",
      "{ settling: [1*ms] }",
      (text) => text.replace("model:", "model:\n  warmup: settling").replace("vt:", "settling: 100*ms\n    vt:"),
    ],
    [
      "size",
      "{ count: [1, 2] }",
      (text) => text.replace("size: n", "size: count").replace("count:", "number:").replace("vt:", "count: 100\n    vt:"),
    ],
    ["v", "{ v_start: [1*mV] }", (text) => text.replace("size: n", "initial: { v: v_start }").replace("vt:", "v_start: 0*mV\n    vt:")],
  ];
  test.each(CASES)("%s", (name, space, mend) => {
    expect(check(ifCurve(`{ ${name}: [1] }`)).problems).toContain(`there is no parameter ${name}`);
    expect(check(mend(ifCurve(space))).problems).toBe("");
  });

  test("a value of the equations", () => {
    const text = ifCurve("{ rest: [1*mV, 2*mV] }").replace(")/tau : volt", " + rest)/tau : volt");
    const declared = text.replace("      threshold", "        rest : volt\n      threshold");
    const help = "rest is a variable of G: remove its line from the equations, and define rest under parameters";
    expect(check(declared).problems).toBe(`error PARAMETER_UNKNOWN: there is no parameter rest\n --> sweep.space.rest\nhelp: ${help}`);
    expect(check(text.replace("vt:", "rest: 0*mV\n    vt:")).problems).toBe("");
  });
});
