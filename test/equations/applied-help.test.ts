// Help of the form "write X", or "…, as in X", is taken at its word: X is put where the slip was, and the text passes.

import { describe, expect, it } from "vitest";
import { model, problems } from "./support.js";

interface Case {
  /** The whole text. */
  readonly text: string;
  /** The stretch of it that the help replaces; all of it where absent. */
  readonly slip?: string;
  /** The text with the help in it. */
  readonly mended: string;
}

/** A text at its place in the usual model. */
type Place = (text: string) => unknown;
const CONTEXT = "dv/dt = (v0 - v)/tau : volt\nk : 1\nn : integer\nflag : boolean";
const beside = (keys: Readonly<Record<string, unknown>>) => model({ equations: CONTEXT, ...keys });
const equation: Place = (text) => beside({ equations: `${CONTEXT}\n${text}` });
const threshold: Place = (text) => beside({ threshold: text });
const reset: Place = (text) => beside({ reset: text });
const output: Place = (text) => model({}, { outputs: { x: text } });

function check(place: Place, { text, slip = text, mended }: Case): void {
  const told = problems(place(text));
  const help = [...told.matchAll(/^help: (?:.*, as in|write) (.*)$/gm)].map(([, written]) => written!);
  expect(help, told).toHaveLength(1);
  expect(text).toContain(slip);
  const applied = text.replace(slip, () => help[0]!);
  expect(applied).toBe(mended);
  expect(problems(place(applied))).toBe("");
}

describe("a choice of C or Python, mended as the help says", () => {
  const inEquation: readonly Case[] = [
    { text: "x = k > 1 ? 2 : 3 : 1", slip: "k > 1 ? 2 : 3", mended: "x = where(k > 1, 2, 3) : 1" },
    {
      text: "dw/dt = v > v0 ? v0/tau : v0/(2*tau) : volt (unless refractory)",
      slip: "v > v0 ? v0/tau : v0/(2*tau)",
      mended: "dw/dt = where(v > v0, v0/tau, v0/(2*tau)) : volt (unless refractory)",
    },
    {
      text: "x = v0 if v > 0*mV else v0*int(v > 1*mV) : volt",
      slip: "v0 if v > 0*mV else v0*int(v > 1*mV)",
      mended: "x = where(v > 0*mV, v0, v0*int(v > 1*mV)) : volt",
    },
    {
      text: "x = 1 if k > 1 else 2 if k > 2 else 3 : 1",
      slip: "1 if k > 1 else 2 if k > 2 else 3",
      mended: "x = where(k > 1, 1, where(k > 2, 2, 3)) : 1",
    },
    {
      text: "x = k > 1 ? 1 : k > 2 ? 2 : 3 : 1",
      slip: "k > 1 ? 1 : k > 2 ? 2 : 3",
      mended: "x = where(k > 1, 1, where(k > 2, 2, 3)) : 1",
    },
    {
      text: "x = k > 1 ? k > 2 ? 1 : 2 : 3 : 1",
      slip: "k > 1 ? k > 2 ? 1 : 2 : 3",
      mended: "x = where(k > 1, where(k > 2, 1, 2), 3) : 1",
    },
    { text: "x = max(1 if k > 1 else 2, 3) : 1", slip: "1 if k > 1 else 2", mended: "x = max(where(k > 1, 1, 2), 3) : 1" },
    { text: "x = (k > 1 ? 2 : 3)*k : 1", slip: "k > 1 ? 2 : 3", mended: "x = (where(k > 1, 2, 3))*k : 1" },
    {
      text: "x = k > 1 ? k > 2 : (k > 3) : boolean",
      slip: "k > 1 ? k > 2 : (k > 3)",
      mended: "x = (k > 1) and (k > 2) or not (k > 1) and ((k > 3)) : boolean",
    },
    {
      text: "x = flag if k > 1 else k > 3 if flag else k < 0 : boolean",
      slip: "flag if k > 1 else k > 3 if flag else k < 0",
      mended: "x = (k > 1) and (flag) or not (k > 1) and ((flag) and (k > 3) or not (flag) and (k < 0)) : boolean",
    },
  ];
  it.each(inEquation)("$text", (slip) => check(equation, slip));
  const inThreshold: readonly Case[] = [
    { text: "v > v0 if t > 1*second else 2*v0", mended: "v > where(t > 1*second, v0, 2*v0)" },
    { text: "flag ? v > v0 : v > 2*v0", mended: "(flag) and (v > v0) or not (flag) and (v > 2*v0)" },
  ];
  it.each(inThreshold)("$text", (slip) => check(threshold, slip));
});

describe("a number without a unit as a whole right side, mended as the help says", () => {
  const cases: readonly Case[] = [
    { text: "dw/dt = 0 : volt", slip: "0", mended: "dw/dt = 0*volt/second : volt" },
    { text: "dg/dt = 0 : siemens", slip: "0", mended: "dg/dt = 0*siemens/second : siemens" },
    { text: "da/dt = -5 : amp", slip: "-5", mended: "da/dt = -5*amp/second : amp" },
    { text: "dx/dt = 0 : 1", slip: "0", mended: "dx/dt = 0*hertz : 1" },
    { text: "dw/dt = 3/4 : volt", slip: "3/4", mended: "dw/dt = (3/4)*volt/second : volt" },
    { text: "y = 0 : newton", slip: "0", mended: "y = 0*newton : newton" },
  ];
  it.each(cases)("$text", (slip) => check(equation, slip));
});

describe("what is declared after the colon, mended as the help says", () => {
  const cases: readonly Case[] = [
    { text: "x : volt^2", slip: "volt^2", mended: "x : volt**2" },
    { text: "x : siemens/metre^2", slip: "siemens/metre^2", mended: "x : siemens/metre**2" },
    { text: "x : volt^(1/2) (constant)", slip: "volt^(1/2)", mended: "x : volt**(1/2) (constant)" },
    { text: "x : volt*second^-0.5", slip: "volt*second^-0.5", mended: "x : volt*second**-0.5" },
    { text: "x : volt**1/2", slip: "volt**1/2", mended: "x : volt**(1/2)" },
    { text: "x : volt/(second*metre)", slip: "volt/(second*metre)", mended: "x : volt/second/metre" },
    { text: "x : volt/(second/metre)", slip: "volt/(second/metre)", mended: "x : volt/second*metre" },
    { text: "x : (volt/second)", slip: "(volt/second)", mended: "x : volt/second" },
    { text: "x : volt second", slip: "volt second", mended: "x : volt*second" },
    { text: "x : voltage", slip: "voltage", mended: "x : volt" },
    { text: "x : concentration", slip: "concentration", mended: "x : mmolar" },
    { text: "x : 1 [constant]", slip: "[constant]", mended: "x : 1 (constant)" },
    { text: "x : 1, constant, shared", slip: ", constant, shared", mended: "x : 1(constant, shared)" },
    { text: "dw/dt = v/tau : volt, unless refractory", slip: ", unless refractory", mended: "dw/dt = v/tau : volt(unless refractory)" },
  ];
  it.each(cases)("$text", (slip) => check(equation, slip));
  it("names no unit that would be refused there", () => {
    const help = /units are (.*), … and 1 for none/.exec(problems(equation("x : wombats")))![1]!;
    expect(help.split(", ").map((unit) => problems(equation(`x : ${unit}`)))).toEqual(Array(5).fill(""));
  });
});

describe("words and signs of other languages, mended as the help says", () => {
  const inThreshold: readonly Case[] = [
    { text: "v > 10*mV AND v < 30*mV", slip: "AND", mended: "v > 10*mV and v < 30*mV" },
    { text: "flag Or v < 3*mV", slip: "Or", mended: "flag or v < 3*mV" },
    { text: "NOT (v > 3*mV)", slip: "NOT", mended: "not (v > 3*mV)" },
    { text: "NOT flag", slip: "NOT", mended: "not flag" },
    { text: "v > 10*mV xor k < 3", mended: "(v > 10*mV) != (k < 3)" },
    { text: "(flag) xor (k < 3) and flag", mended: "(flag) != ((k < 3) and flag)" },
    { text: "v > 10*mV == True", mended: "v > 10*mV" },
    { text: "k > 1 != False", mended: "k > 1" },
    { text: "v > 10*mV == False", mended: "not (v > 10*mV)" },
    { text: "n === 2", slip: "===", mended: "n == 2" },
    { text: "n !== 2", slip: "!==", mended: "n != 2" },
    { text: "k <== 2", slip: "<==", mended: "k <= 2" },
    { text: "n mod 3 == 1", slip: "mod", mended: "n % 3 == 1" },
    { text: "|v| > 3*mV", slip: "|v|", mended: "abs(v) > 3*mV" },
    { text: "|v - (v0)| > 3*mV", slip: "|v - (v0)|", mended: "abs(v - (v0)) > 3*mV" },
    { text: "np.exp(v/mV) > 2*k", slip: "np.exp(v/mV)", mended: "exp(v/mV) > 2*k" },
    { text: "k > math.pi", slip: "math.pi", mended: "k > pi" },
    { text: "G.k > 2", slip: "G.k", mended: "k > 2" },
    { text: "clip(k, 0, high=5) > 2", slip: "high=5", mended: "clip(k, 0, 5) > 2" },
    { text: "exp(x=1) > k", slip: "x=1", mended: "exp(1) > k" },
    { text: "n > 1_000", slip: "1_000", mended: "n > 1000" },
    { text: "k > 1_000.25", slip: "1_000.25", mended: "k > 1000.25" },
    { text: "2*pow(k, n + 1) > 3", slip: "pow(k, n + 1)", mended: "2*(k**(n + 1)) > 3" },
    { text: "mod(n, 3) == 1", slip: "mod(n, 3)", mended: "(n % 3) == 1" },
    { text: "heaviside(k - 1) > 0", slip: "heaviside(k - 1)", mended: "int(k - 1 > 0) > 0" },
    { text: "round(k) > 2", slip: "round(k)", mended: "floor(k + 0.5) > 2" },
    { text: "k > float(n)", slip: "float(n)", mended: "k > (1.0*n)" },
    { text: "v > hypot(v0, 2*mV)", slip: "hypot(v0, 2*mV)", mended: "v > sqrt(v0**2 + (2*mV)**2)" },
    { text: "v > max(v0, 2*mV, 3*mV, 4*mV)", slip: "max(v0, 2*mV, 3*mV, 4*mV)", mended: "v > max(v0, max(2*mV, max(3*mV, 4*mV)))" },
    { text: "v > sum(v0, 2*mV)/2", slip: "sum(v0, 2*mV)", mended: "v > (v0 + (2*mV))/2" },
    { text: "n > 0x10", slip: "0x10", mended: "n > 16" },
    { text: "n > 0b101", slip: "0b101", mended: "n > 5" },
  ];
  it.each(inThreshold)("$text", (slip) => check(threshold, slip));
  const inEquation: readonly Case[] = [
    { text: "d/dt w = v0/tau : volt", slip: "d/dt w", mended: "dw/dt = v0/tau : volt" },
    { text: "d/dt(w) = v0/tau : volt", slip: "d/dt(w)", mended: "dw/dt = v0/tau : volt" },
    { text: "d w/dt = v0/tau : volt", slip: "d w/dt", mended: "dw/dt = v0/tau : volt" },
    { text: "d(w)/dt = v0/tau : volt", slip: "d(w)/dt", mended: "dw/dt = v0/tau : volt" },
    { text: "ddt w = v0/tau : volt", slip: "ddt w", mended: "dw/dt = v0/tau : volt" },
    { text: "ddt(w) = w/tau : volt", slip: "ddt(w)", mended: "dw/dt = w/tau : volt" },
  ];
  it.each(inEquation)("$text", (slip) => check(equation, slip));
  it("leave no second error of the variable that a derivative in another notation defines", () => {
    expect(problems(model({ equations: "d/dt v = (v0 - v)/tau : volt" })).match(/^error/gm)).toHaveLength(1);
  });
  const inOutput: readonly Case[] = [
    { text: "trace(v)", mended: "trace(G.v)" },
    { text: "mean(final(v))", slip: "final(v)", mended: "mean(final(G.v))" },
    { text: "trace(G)", mended: "trace(G.v)" },
    { text: "trace(x)", mended: "trace(G.v)" },
    { text: "trace(G[0])", mended: "trace(G.v, of=[0])" },
    { text: "trace(G.v[0])", mended: "trace(G.v, of=[0])" },
    { text: "final(G[0])", mended: "trace(G.v, of=[0])" },
    { text: "np.exp(count(G))", mended: "exp(count(G))" },
  ];
  it.each(inOutput)("$text", (slip) => check(output, slip));
});

describe("help beside the words to write", () => {
  it.each(["mV", "pi", "exp", "xi", "xi_1", "and_pre", "j"])("names a variable that may be declared instead of %s", (name) => {
    const told = problems(reset(`${name} = 3`));
    expect(told).toContain("error NAME_RESERVED");
    const instead = /such as (\w+)$/m.exec(told)![1]!;
    expect(problems(beside({ equations: `${CONTEXT}\n${instead} : 1`, reset: `${instead} = 3` }))).toBe("");
  });
  it("does not tell to declare what is no name", () => {
    expect(problems(reset("_x = 3"))).toContain("error NAME_INVALID");
  });
  it("does not tell to share what cannot be", () => {
    const of = (value: string) => model({ equations: "dv/dt = -v/tau : volt\nx : 1\ns : 1 (shared)", every: { code: `s = ${value}` } });
    expect(problems(of("i"))).toMatch(/help: remove the flag \(shared\) of s$/);
    expect(problems(of("v/mV"))).toMatch(/help: remove the flag \(shared\) of s$/);
    expect(problems(of("x"))).toMatch(/help: remove the flag \(shared\) of s, or make x shared too$/);
  });
  it("does not change a value to make it fit", () => {
    expect(problems(beside({ initial: { n: 2147483648 } }))).toMatch(/help: integers end at ±2147483647: declare n : 1 to hold it$/);
    expect(problems(beside({ initial: { k: 2147483648 } }))).toBe("");
  });
  it("says on which side of a double's range an exponent is", () => {
    expect(problems(threshold("k > 1e-401"))).toMatch(/help: doubles begin at 5e-324; write 0$/);
    expect(problems(threshold("k > 1e401"))).toMatch(/help: doubles end at 1.8e308$/);
  });
  it.each(["v > 10*mV;", "v > 10*mV ; # a comment"])("has a semicolon removed where nothing follows it: %s", (text) => {
    expect(problems(threshold(text))).toMatch(/help: remove it$/);
  });
  it.each(["v > 10*mV and or flag", "and flag", "v > v0 + * k", "v > 3*mV or"])(
    "names what to remove where a value is missing: %s",
    (text) => {
      const word = /help: add it, or remove (.*)$/m.exec(problems(threshold(text)))![1]!;
      expect(problems(threshold(text.replace(word, "")))).toBe("");
    },
  );
  it.each(["v > 10*mV // a comment", "v > 10*mV % a comment of words"])("knows a comment of another language: %s", (text) => {
    expect(problems(threshold(text))).toMatch(/help: if this is a comment, begin it with #$/);
    expect(problems(threshold(text.replace(/\/\/|%/, "#")))).toBe("");
  });
  it("names the unit beside the function of its name", () => {
    expect(problems(threshold("t > 1*min"))).toMatch(/help: min is a function: write min\(a, b\), or the unit minute$/);
  });
  it("leaves open what a comma between thousands means", () => {
    expect(problems(threshold("k > 3,000"))).toMatch(/help: write 3.000, or 3000 if thousands are meant$/);
    expect(problems(threshold("k > 0,500"))).toMatch(/help: write 0.500$/);
  });
  it.each(["andd", "adn", "orr"])("takes %s between two conditions for a misspelt word", (word) => {
    expect(problems(threshold(`v > 3*mV ${word} flag`))).toMatch(/help: did you mean (and|or)\?$/);
  });
  it("tells of other targets than a variable's name", () => {
    expect(problems(reset("v[i] = 0*mV"))).toMatch(/help: write v = …, with where\(i == 0, …, v\) to set one element$/);
    expect(problems(reset("G.v = 0*mV"))).toMatch(/help: name the variable alone: write v = …$/);
    expect(problems(reset("v, k = 0*mV"))).toMatch(/help: write one statement for each, after a ;$/);
  });
});

describe("a character that cannot be seen", () => {
  it.each(["\u200b", "\ufeff", "\u0000", "\u001b", "\u202e", "\u2028"])("is named, and not printed: %j", (character) => {
    const told = problems(threshold(`v${character} > 3*mV`));
    expect(told).toContain(
      `there is an invisible character here (U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")})`,
    );
    expect(told).toMatch(/help: remove it$/);
    expect(told).not.toContain(character);
    expect(told.match(/^error/gm)).toHaveLength(1);
  });
  it("hides in the middle of a name, which is read without it", () => {
    const told = problems(equation("x = v/ta\u200bu + vv/tau : volt/second"));
    expect(told.match(/^error .*$/gm)).toEqual([
      "error EQUATIONS_SYNTAX: there is an invisible character here (U+200B)",
      "error NAME_UNKNOWN: vv is not known in the group G",
    ]);
  });
  it("hides before a number with a letter", () => {
    expect(problems(threshold("k > \u200b0A"))).toMatch(/invisible character here .*an operator is missing between 0 and A/s);
  });
  it.each(["\u2009", "\u3000", "\u202f"])("but takes its room is a space: %j", (character) => {
    expect(problems(threshold(`v >${character}3*mV`))).toMatch(/this is a space of another kind.*help: write a plain space$/s);
  });
});
