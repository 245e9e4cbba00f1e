// What the language accepts and refuses: the tables of Brian 2's own behaviour, as far as groups without synapses go.

import { describe, expect, it } from "vitest";
import { checked, codes, expressionModel, expressionOf, model } from "./support.js";

describe("expressions over a: watt, b: volt, c: amp, d: 1", () => {
  const sound: readonly (readonly [string, string])[] = [
    ["a + b*c", "watt"],
    ["a < b*c", "boolean"],
    ["not (a >= b*c)", "boolean"],
    ["a/(b*c) < 1", "boolean"],
    ["a/(a - a)", "1"],
    ["a < mV*mA", "boolean"],
    ["b**2", "volt**2"],
    ["a % (b*c)", "watt"],
    ["-b", "volt"],
    ["(a/a)**(a/a)", "1"],
    ["sqrt(b)*sqrt(b)", "volt"],
    ["ceil(b)", "volt"],
    ["sin(b/b)", "1"],
    ["sqrt(b**2) + sqrt(7*mV**2)", "volt"],
    ["b + clip(3*mV, 0*mV, 5*mV)", "volt"],
    ["b**-1*b", "1"],
    ["b**(4/2)", "volt**2"],
    ["sign(b)", "1"],
    ["abs(-b)", "volt"],
    ["exprel(d)", "1"],
    ["min(b, 3*mV) + max(b, 1*mV)", "volt"],
    ["where(b > 0*mV, b, -b)", "volt"],
    ["timestep(3*ms, 1*ms)", "integer"],
    ["int(flag)*2", "1"],
    ["int(d)", "integer"],
    ["n/2", "1"],
    ["n // 2 + n % 2", "integer"],
    ["n**2", "integer"],
    ["flag or n > 2 and not flag", "boolean"],
    ["True", "boolean"],
    ["d**True", "1"],
    ["(b > 0*mV)*b", "volt"],
    ["inf", "1"],
    ["-inf", "1"],
    ["i/N", "1"],
    ["t/dt", "1"],
    [".5 + 5. + 1e3 + 1.5E-3", "1"],
  ];
  it.each(sound)("%s : %s", (text, unit) => {
    expect(codes(expressionModel(text, unit))).toEqual([]);
  });

  const refused: readonly (readonly [string, string, string])[] = [
    ["a + b", "watt", "UNITS_MISMATCH"],
    ["a < b", "boolean", "UNITS_MISMATCH"],
    ["sin(b)", "1", "UNITS_MISMATCH"],
    ["sqrt(b) + b", "volt", "UNITS_MISMATCH"],
    ["3*mV + sin(5)", "volt", "UNITS_MISMATCH"],
    ["sqrt(d) + sqrt(7*mV**2)", "volt", "UNITS_MISMATCH"],
    ["b + clip(3*mV, 0, 5)", "volt", "UNITS_MISMATCH"],
    ["3*mV > 0", "boolean", "UNITS_MISMATCH"],
    ["b // 2", "volt", "UNITS_MISMATCH"],
    ["timestep(d, dt)", "integer", "UNITS_MISMATCH"],
    ["b", "amp", "UNITS_MISMATCH"],
    ["b**d", "volt", "UNITS_POWER"],
    ["b**k", "volt", "UNITS_POWER"],
    ["a**b", "1", "UNITS_MISMATCH"],
    ["a << b", "1", "EQUATIONS_SYNTAX"],
    ["int(True", "1", "EQUATIONS_SYNTAX"],
    ["sqrt(b, b)", "1", "EQUATIONS_FUNCTION"],
    ["sqrt()", "1", "EQUATIONS_FUNCTION"],
    ["int(1, 2)", "1", "EQUATIONS_FUNCTION"],
    ["a < b*c and c", "boolean", "EQUATIONS_TYPE"],
    ["flag or d", "boolean", "EQUATIONS_TYPE"],
    ["not d", "boolean", "EQUATIONS_TYPE"],
    ["flag or foo", "boolean", "NAME_UNKNOWN"],
    ["d/2", "integer", "EQUATIONS_TYPE"],
    ["d", "boolean", "EQUATIONS_TYPE"],
    ["d > 1", "1", "EQUATIONS_TYPE"],
    ["2 if 1>0 else 3", "1", "EQUATIONS_SYNTAX"],
    ["1 & 2", "1", "EQUATIONS_SYNTAX"],
    ["2 ^ 3", "1", "EQUATIONS_SYNTAX"],
    ["~d", "1", "EQUATIONS_SYNTAX"],
    ["d[0]", "1", "EQUATIONS_SYNTAX"],
    ["d.real", "1", "EQUATIONS_SYNTAX"],
    ["lambda d", "1", "EQUATIONS_SYNTAX"],
    ["'d'", "1", "EQUATIONS_SYNTAX"],
    ["(d, d)", "1", "EQUATIONS_SYNTAX"],
    ["exp(x=d)", "1", "EQUATIONS_SYNTAX"],
    ["rand()", "1", "EQUATIONS_FLAG"],
    ["foo(d)", "1", "NAME_UNKNOWN"],
  ];
  it.each(refused)("%s : %s is refused (%s)", (text, unit, code) => {
    expect(codes(expressionModel(text, unit))).toEqual([code]);
  });
});

describe("precedence", () => {
  const shown = (text: string): string => JSON.stringify(expressionOf(text, text.includes("flag") ? "boolean" : "1"));
  const same: readonly (readonly [string, string])[] = [
    ["-d**2", "-(d**2)"],
    ["d**d**d", "d**(d**d)"],
    ["d**-d", "d**(-d)"],
    ["d - d - d", "(d - d) - d"],
    ["d/d*d", "(d/d)*d"],
    ["d + d*d", "d + (d*d)"],
    ["d // d % d", "(d // d) % d"],
    ["not flag and flag or flag", "((not flag) and flag) or flag"],
    ["not d < k and flag", "(not (d < k)) and flag"],
    ["- - d", "-(-d)"],
  ];
  it.each(same)("%s is %s", (short, full) => {
    expect(shown(short)).toBe(shown(full));
  });
});

describe("equations", () => {
  it("may run over lines, hold comments and stand in any order", () => {
    const block = "# a neuron\ndv/dt = (v0 - v\n   - x)/tau   # leak\n  : volt (unless refractory)\n\nx = 2*y : volt\ny = v/2 : volt";
    const group = checked(model({ equations: block })).groups[0]!;
    expect(group.variables.map((variable) => variable.name)).toEqual(["v", "y", "x"]);
    expect(group.variables[0]).toMatchObject({ kind: "state", isFrozenWhileRefractory: true });
  });
  const broken = ["b and\nc", "b or\nc", "not\nc", "v > 3*mV and not\n# of both\nc", "v > 3*mV*(2 +\nx)", "v >\nw"];
  it.each(broken)("may break a line as in %j", (right) => {
    const block = `dv/dt = -v/tau : volt\nb : boolean\nx : 1\nw : volt\ny = ${right} : boolean\nc : boolean`;
    expect(checked(model({ equations: block })).groups[0]!.variables).toHaveLength(6);
  });
  it("may be a list of lines", () => {
    expect(codes(model({ equations: ["dv/dt = (v0 - v)/tau : volt", "w : 1 (constant)"] }))).toEqual([]);
  });

  const tau = "dv/dt = -v/tau : volt\n";
  const refused: readonly (readonly [string, string])[] = [
    ["dv/dt = -v / tau volt", "EQUATIONS_SYNTAX"],
    ["dv/dt = -v : volt", "UNITS_MISMATCH"],
    ["dv/dt = -v/tau : volt\nv : volt", "NAME_CLASH"],
    [`${tau}t : 1`, "NAME_RESERVED"],
    [`${tau}dt : 1`, "NAME_RESERVED"],
    [`${tau}xi : 1`, "NAME_RESERVED"],
    [`${tau}xi_1 : 1`, "NAME_RESERVED"],
    [`${tau}for : 1`, "NAME_RESERVED"],
    [`${tau}x_pre : 1`, "NAME_RESERVED"],
    [`${tau}lastspike : second`, "NAME_RESERVED"],
    [`${tau}mV : volt`, "NAME_RESERVED"],
    [`${tau}exp : 1`, "NAME_RESERVED"],
    [`${tau}_x : 1`, "NAME_INVALID"],
    [`${tau}${"x".repeat(65)} : 1`, "NAME_INVALID"],
    [`${tau}1a : 1`, "EQUATIONS_SYNTAX"],
    [`${tau}tau : second`, "NAME_CLASH"],
    [`${tau}x : 1 (unless refractory)`, "EQUATIONS_FLAG"],
    [`${tau}x = 1 : 1 (constant)`, "EQUATIONS_FLAG"],
    [`${tau}x : 1 (linked)`, "MODEL_RESERVED_KEY"],
    [`${tau}x : 1 (foo)`, "EQUATIONS_FLAG"],
    [`${tau}x = y : 1\ny = x : 1`, "EQUATIONS_CYCLE"],
    [`${tau}x = x : 1`, "EQUATIONS_CYCLE"],
    [`${tau}dn/dt = 1/ms : integer`, "EQUATIONS_TYPE"],
    [`${tau}db/dt = 1/ms : boolean`, "EQUATIONS_TYPE"],
    [`${tau}x = 2`, "EQUATIONS_SYNTAX"],
    [`${tau}x`, "EQUATIONS_SYNTAX"],
  ];
  it.each(refused)("%j is refused (%s)", (equations, code) => {
    expect(codes(model({ equations }))).toEqual([code]);
  });

  it("subexpressions that grow without bound when put in are refused", () => {
    const doubling = Array.from({ length: 40 }, (_, k) => `x${k} = ${k === 0 ? "v" : `x${k - 1} + x${k - 1}`} : volt`);
    expect(codes(model({ equations: ["dv/dt = (v0 - v)/tau : volt", ...doubling] }))).toContain("EQUATIONS_LIMIT");
  });
});

describe("thresholds, resets and refractory times", () => {
  const refused: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
    [{ threshold: "0*mV<v<5*mV" }, "EQUATIONS_SYNTAX"],
    [{ threshold: "v" }, "EQUATIONS_TYPE"],
    [{ threshold: "v>0" }, "UNITS_MISMATCH"],
    [{ threshold: "v = 10*mV" }, "EQUATIONS_SYNTAX"],
    [{ reset: "v**=2" }, "EQUATIONS_SYNTAX"],
    [{ reset: "v//=2" }, "EQUATIONS_SYNTAX"],
    [{ reset: "v = 0" }, "UNITS_MISMATCH"],
    [{ reset: "v += 1" }, "UNITS_MISMATCH"],
    [{ reset: "x = 0" }, "NAME_UNKNOWN"],
    [{ reset: "tau = 1*ms" }, "EQUATIONS_TYPE"],
    [{ refractory: "5*Hz" }, "UNITS_MISMATCH"],
    [{ refractory: "3" }, "UNITS_MISMATCH"],
    [{ refractory: "v > 0" }, "UNITS_MISMATCH"],
    [{ threshold: undefined, outputs: {} }, "MODEL_UNKNOWN_KEY"],
  ];
  it.each(refused)("%j is refused (%s)", (group, code) => {
    expect(codes(model(group))).toContain(code);
  });

  it("statements may be apart by lines or semicolons, and change what they set", () => {
    const equations = "dv/dt = (v0 - v)/tau : volt\nw : 1";
    const { reset } = checked(model({ equations, reset: "v = 0*mV; w += 1\nw *= 2" })).groups[0]!;
    expect(reset.map((statement) => statement.target)).toEqual(["v", "w", "w"]);
    expect(reset[1]!.value).toMatchObject({ kind: "binary", operator: "+", left: { name: "w" }, right: { value: 1 } });
  });
  it("a statement may not set a subexpression or a constant", () => {
    const equations = "dv/dt = (v0 - v)/tau : volt\nx = v : volt\nc : 1 (constant)";
    expect(codes(model({ equations, reset: "x = 0*mV" }))).toEqual(["EQUATIONS_TYPE"]);
    expect(codes(model({ equations, reset: "c = 0" }))).toEqual(["EQUATIONS_FLAG"]);
  });
  it("a reset or a refractory time needs a threshold", () => {
    const alone = { equations: "dv/dt = -v/second : 1" };
    const source = (group: object) => ({ groups: { G: { ...alone, ...group } }, duration: "1*second" });
    expect(codes(source({ reset: "v = 0" }))).toEqual(["MODEL_MISSING_KEY"]);
    expect(codes(source({ refractory: "5*ms" }))).toEqual(["MODEL_MISSING_KEY"]);
  });
});
