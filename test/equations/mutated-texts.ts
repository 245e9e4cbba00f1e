// Random texts for every place of a model: pieces of the language in any order, sound texts with changes, and characters of all kinds.

import type { CheckedData } from "@spikefarm/equations";
import fc from "fast-check";
import { CONTEXT, VERDICTS } from "./verdicts.js";

const PIECES = [
  ..."dv/dt = ( v0 - v ) / tau : volt\n dw/dt x y t dt i N a b n flag : 1 boolean integer (unless refractory) (constant) (shared)".split(
    " ",
  ),
  ..."(constant over dt) (linked) xi xi_1 rand() randn() poisson( stim( table( lastspike not_refractory t_in_timesteps second**-0.5".split(
    " ",
  ),
  ..."10*mV 5 .5 1e3 1e400 + - * / // % ** < <= == != and or not True = += -= *= /= %= **= //= timestep( gas_constant".split(" "),
  ..."exp( clip( where( , ) ( sqrt( count(G) G.v G.* trace( of=[0] every= from= bin= [ ] ; \n # − × ' mean( rates(G)".split(" "),
  ..."if else & | ^ ~ ? µ __proto__ constructor inf pi == : , . @ $ \\ ` \u0000 \ud800 d2v/dt2 dv/dT v' is in lambda".split(" "),
  ...["\n", "\u00a0", "\t", "\r\n", "\u2028"],
];
/** What may take the place of a token without spoiling the text. */
const HARMLESS = ["a", "n", "s", "v", "2", "3", "0.5", "4*mV", "+", "-", "*", "/", "and", "or", "<", ">", "=", "", "\n"];

const EQUATIONS = "dv/dt = -v/second : volt\na : 1\nn : integer\ns : 1 (shared)";
const timed = (name: string, shape: readonly number[]): [string, CheckedData] => {
  const values = new Float64Array(shape.reduce((a, b) => a * b, 1));
  return [name, { name, unit: "volt", shape, values, dtSeconds: 0.001 }];
};
/** The arrays that these texts may read. */
export const DATA = new Map([timed("stim", [2]), timed("table", [2, 2])]);

const inGroup = (group: Readonly<Record<string, unknown>>, keys: Readonly<Record<string, unknown>> = {}) => ({
  groups: { G: { equations: EQUATIONS, ...group } },
  duration: "1*second",
  parameters: { v0: "1*mV" },
  ...keys,
});
const withInputs = (rate: string, weight: string, times: readonly string[]) =>
  inGroup({}, { inputs: { P: { poisson: { to: "G.v", rate, weight } }, S: { spikes: { to: "G.v", times, weight } } } });

interface Place {
  /** Texts that are sound there, to be changed. */
  readonly sound: readonly string[];
  /** A small model with a text at the place. */
  readonly source: (text: string) => unknown;
}

const VOLTS = ["2*mV", "clip(a, 0, 1)*mV", "where(n > 2, a, 3*a)*mV", "(n % 3 + 2*n // 2)*mV", "rand()*mV", "-v0**2/v0", "sqrt(v0*2*mV)"];
const PLACES: readonly Place[] = [
  {
    sound: [
      ...VERDICTS.map(({ group: { equations = [] } }) => [...CONTEXT, ...equations].join("\n")),
      "dv/dt = (stim(t) - v*exp(-t/ms))/ms + v*xi*ms**-0.5 : volt (unless refractory)\nx = v/mV : 1\nr = rand() : 1 (constant over dt)",
    ],
    source: (equations) => inGroup({ equations }),
  },
  { sound: VOLTS, source: (right) => inGroup({ equations: `${EQUATIONS}\ny = ${right} : volt (constant over dt)` }) },
  {
    sound: ["(stim(t) - v)/ms", "v*xi*ms**-0.5 + v/ms", "table(t, i)*a/ms"],
    source: (right) => inGroup({ equations: `a : 1\ndv/dt = ${right} : volt` }),
  },
  { sound: ["v > 10*mV and not v > 20*mV", "rand() < a", "v > stim(t) + 3*mV"], source: (threshold) => inGroup({ threshold }) },
  {
    sound: ["v = 0*mV; a += 1\nn = 3", "v -= 1*mV; v *= 2; v /= 2; a %= 2", "a = rand() + n # why"],
    source: (code) => inGroup({ threshold: "a > 1", reset: code, every: { code }, events: { up: { condition: "a > 2", code } } }),
  },
  {
    sound: ["2*ms", "(t - lastspike) < 5*ms", "2*ms*rand()", "not (a < 1 or n == 2)"],
    source: (refractory) => inGroup({ threshold: "a > 1", refractory }),
  },
  { sound: [...VOLTS, "i*mV/N"], source: (value) => inGroup({ size: 2, initial: { n: 3, a: "rand()", v: value } }) },
  {
    sound: ["1*second", "p*ms", "(p + 1)*10*ms", "50*dt0"],
    source: (duration) => inGroup({}, { duration, parameters: { p: 100, dt0: "1*ms" } }),
  },
  { sound: ["v0*3", "3*ms", "k > 2", "2*pi*k", "v0**k"], source: (p) => inGroup({}, { parameters: { v0: "1*mV", k: 3, p } }) },
  {
    sound: ["mean(counts(G, from=1*ms))", "isi_cv(G)", "rate(G, bin=10*ms)", "trace(G.v, of=[0], every=10)", "sd(final(G.v))/mV"],
    source: (x) => inGroup({ threshold: "a > 1" }, { outputs: { x } }),
  },
  { sound: VOLTS, source: (weight) => withInputs("1*Hz", weight, []) },
  { sound: ["3*Hz", "a*Hz", "1/ms"], source: (rate) => withInputs(rate, "v", ["1*ms"]) },
  { sound: ["3*ms", "1*second", "4*0.1*ms"], source: (time) => withInputs("1*Hz", "v", [time]) },
];

const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 25 }).map((parts) => parts.join(" "));

/** A sound text with up to three tokens replaced. */
const replaced = (sound: readonly string[]) =>
  fc
    .tuple(fc.constantFrom(...sound), fc.array(fc.tuple(fc.nat(60), fc.constantFrom(...HARMLESS)), { maxLength: 3 }))
    .map(([text, changes]) => {
      const tokens = text.split(/\b/);
      for (const [at, token] of changes) tokens[at % tokens.length] = token;
      return tokens.join("");
    });

/** A sound text with stretches cut out, or overwritten by pieces of the language. */
const overwritten = (sound: readonly string[]) => {
  const edit = fc.tuple(fc.nat(60), fc.nat(5), fc.constantFrom("", ...PIECES));
  return fc
    .tuple(fc.constantFrom(...sound), fc.array(edit, { minLength: 1, maxLength: 3 }))
    .map(([text, edits]) =>
      edits.reduce((current, [at, length, piece]) => current.slice(0, at) + piece + current.slice(at + length), text),
    );
};

const STRANGE = ["\u0000", "\ud800", "é", "𝜏", "\u202e", "\uffff"];
const anything = fc
  .array(fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom(...STRANGE)), { maxLength: 5 })
  .map((parts) => parts.join(""));

const textAt = (sound: readonly string[]) =>
  fc.oneof(
    { weight: 3, arbitrary: pieces },
    { weight: 3, arbitrary: replaced(sound) },
    { weight: 3, arbitrary: overwritten(sound) },
    { weight: 1, arbitrary: anything },
  );

/** A random text. */
export const text = textAt(PLACES.flatMap(({ sound }) => sound));

/** A small model with a random text in one of its places. */
export const modelWithText = fc.oneof(...PLACES.map(({ sound, source }) => textAt(sound).map(source)));
