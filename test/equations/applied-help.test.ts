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
