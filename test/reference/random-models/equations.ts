// Random differential equations that an integrator can take.
//
//   linear                 dx/dt = (b + Σ a·y − x)/tau           every method
//   conditionally linear   … with coefficients that others bend    not exact
//   nonlinear              … plus bounded functions of anything    euler, rk2, rk4, heun, milstein
//   noisy                  … plus σ·xi, or σ·x·xi                  euler (additive), heun, milstein
//
// Couplings are weak and nonlinear terms bounded, so that nothing runs away. The first variable is driven beyond its threshold.

import { amount, bare, type Draft, drawIn, NOT_A_FUNCTION, number, someOf } from "./draft.js";

export interface Equations {
  readonly lines: readonly string[];
  readonly initial: Readonly<Record<string, unknown>>;
}

export function randomEquations(draft: Draft): Equations {
  const { random, states, unit, lookups } = draft;
  const helpers = HELPERS.filter(({ probability }) => random.chance(probability)).map(({ draw }) => draw(draft));
  const helperTerms = helpers.flatMap(({ term }) => (term === undefined ? [] : [term]));
  const timeConstants = helpers.flatMap(({ timeConstant }) => (timeConstant === undefined ? [] : [timeConstant]));
  const lines = states.map((state, index) => {
    const terms = [
      index === 0 ? amount(draft, "drive") : amount(draft, number(draft, -1, 1)),
      ...someOf(random, helperTerms, 0.5),
      ...(index === 0 || random.chance(0.3) ? someOf(random, lookups, 0.8).map((lookup) => `${number(draft, 0.2, 1)}*${lookup}`) : []),
      ...couplings(draft, state),
      ...bends(draft, state),
    ];
    const decay = random.chance(0.9) || index === 0 ? ` - ${leak(draft, state)}` : "";
    const flag = draft.hasRefractory && random.chance(0.5) ? " (unless refractory)" : "";
    const tau = random.pick([`(${random.integer(2, 15)}*ms)`, `(${random.integer(2, 15)}*ms)`, "tau", "(2*tau)", ...timeConstants]);
    return `d${state}/dt = (${terms.join(" + ")}${decay})/${tau}${noise(draft, state, index)} : ${unit}${flag}`;
  });
  const started = someOf(random, states, 0.6);
  const starts = helpers.flatMap(({ line, initial }) => (initial === undefined ? [] : [[line.split(" ")[0]!, initial]]));
  return {
    lines: [...lines, ...helpers.map(({ line }) => line)],
    initial: Object.fromEntries([...starts, ...started.map((state, index) => [state, initialValue(draft, started.slice(0, index))])]),
  };
}

interface Helper {
  readonly line: string;
  /** What equations may add. */
  readonly term?: string;
  readonly timeConstant?: string;
  readonly initial?: unknown;
}

/** Parameters and subexpressions that the equations are made of, each drawn now and then. What is shared comes before what is not: Brian 2 asks for that. */
const HELPERS: readonly { readonly probability: number; readonly draw: (draft: Draft) => Helper }[] = [
  {
    probability: 0.3,
    draw: ({ random }) => {
      return { line: "own_tau : second (constant)", timeConstant: "own_tau", initial: random.pick(["(5 + 3*i)*ms", "tau*(1 + i/N)"]) };
    },
  },
  {
    probability: 0.4,
    draw: (draft) => {
      draft.floats.push("bias");
      return { line: `bias : ${draft.unit}`, term: "bias", initial: amount(draft, `${number(draft, -0.5, 0.5)}*(i + 1)/N`) };
    },
  },
  {
    probability: 0.3,
    draw: (draft) => {
      draft.shared.push("level");
      return { line: "level : 1 (shared)", term: amount(draft, "level"), initial: number(draft, -0.5, 0.5) };
    },
  },
  {
    probability: 0.2,
    draw: (draft) => {
      const flags = draft.method === "exact" || draft.random.chance(0.5) ? "shared, constant over dt" : "shared";
      return { line: `pace = 0.3*cos(t/(${draft.random.integer(3, 9)}*ms)) + 0.1*twice : 1 (${flags})`, term: amount(draft, "pace") };
    },
  },
  {
    probability: 0.3,
    draw: (draft) => {
      const { random, states, draws } = draft;
      const draw =
        draws && random.chance(0.6) ? drawIn(draft, random.pick([" + 0.2*rand()", " + 0.1*randn()", " + 0.1*poisson(0.7)"])) : "";
      const value = `${number(draft, 0.1, 0.6)}*tanh(${bare(draft, random.pick(states))})${draw}`;
      return { line: `held = ${value} : 1 (constant over dt)`, term: amount(draft, "held") };
    },
  },
  {
    probability: 0.3,
    draw: (draft) => {
      const { random, states, unit, method } = draft;
      const bent = isLinear(method) ? "" : ` + ${amount(draft, `0.2*sin(t/(${random.integer(3, 9)}*ms))`)}`;
      const value = `${number(draft, -0.3, 0.3)}*${random.pick(states)} + ${amount(draft, "0.1*gain")}${bent}`;
      return { line: `mixed = ${value} : ${unit}`, term: "mixed" };
    },
  },
  {
    probability: 0.3,
    draw: ({ random, integers }) => {
      integers.push("n");
      return { line: "n : integer", initial: random.pick(["i", "3*i + 1", 2]) };
    },
  },
  {
    probability: 0.2,
    draw: ({ booleans }) => {
      booleans.push("flag");
      return { line: "flag : boolean", initial: "i > 0" };
    },
  },
];

const isLinear = (method: Draft["method"]): boolean => method === "exact" || method === "exponential_euler";

/** The leak of a variable, which others may open further where the method allows it. */
function leak(draft: Draft, state: string): string {
  const { random, states, method } = draft;
  const others = states.filter((other) => other !== state);
  if (method === "exact" || method === "auto" || others.length === 0 || random.chance(0.6)) return state;
  return `${state}*(1 + ${number(draft, 0.1, 0.5)}*tanh(${bare(draft, random.pick(others))})**2)`;
}

/** Linear terms in the other variables. */
function couplings({ random, states }: Draft, state: string): string[] {
  return someOf(
    random,
    states.filter((other) => other !== state),
    0.5,
  ).map((other) => `${random.between(-0.6, 0.6, 2)}*${other}`);
}

/** Bounded nonlinear terms: of the other variables alone where the method asks for that. */
function bends(draft: Draft, state: string): string[] {
  const { random, states, method } = draft;
  if (method === "exact" || (method === "auto" && random.chance(0.5))) return [];
  const of = method === "exponential_euler" ? states.filter((other) => other !== state) : states;
  if (of.length === 0 || random.chance(0.4)) return [];
  return Array.from({ length: random.integer(1, 2) }, () => {
    const [x, y] = [bare(draft, random.pick(of)), bare(draft, random.pick(of))];
    return amount(draft, `${number(draft, -0.6, 0.6)}*${bend(draft, x, y)}`);
  });
}

function bend(draft: Draft, x: string, y: string): string {
  const { random } = draft;
  const known = [
    `tanh(${x})`,
    `sin(${x} - ${y})`,
    `cos(${x})`,
    `exp(-${x}**2)`,
    `clip(${x}, -0.8, 1.1)`,
    `sqrt(abs(${x}) + 0.1)`,
    `log(1.5 + ${x}**2)`,
    `log1p(abs(${x}))`,
    `${x}**2/(1 + ${x}**2)`,
    `1/(1 + exp(-4*(${x} - 0.5)))`,
    `exprel(-abs(${x}))`,
    `expm1(-abs(${x}))`,
    `arctan(${x}*${y})`,
    `int(${x} > ${y})`,
    `(floor(3*${x}) - 3*${x})`,
    `(${x} % 0.7)`,
    `cos(2*pi*t/(${random.integer(4, 12)}*ms))`,
    `(abs(${x}) + 0.2)**0.5`,
    `2**(-abs(${x}))`,
    `sinh(clip(${x}, -1, 1))`,
    `log10(2 + abs(${y}))`,
    `sign(${x} - 0.4)`,
    ...(draft.hasRefractory ? ["exp((lastspike - t)/(4*ms))", "int(not_refractory)"] : []),
  ];
  const ours = [`min(${x}, 0.8)`, `max(${x}, ${y}, -1)`, `where(${x} > 0.5, ${y}, 0.3)`].map((text) => text.replace(", -1)", ")"));
  if (random.chance(0.85)) return random.pick(known);
  draft.notInBrian.add(NOT_A_FUNCTION);
  return `clip(${random.pick(ours)}, -2, 2)`;
}

function noise(draft: Draft, state: string, index: number): string {
  const { random, method, draws } = draft;
  if (!draws || !["auto", "euler", "heun", "milstein"].includes(method) || random.chance(0.3)) return "";
  const isDiagonal = method === "milstein";
  const name = isDiagonal ? `xi_${index}` : random.pick([`xi_${index}`, "xi_common"]);
  const isMultiplicative = method !== "euler" && random.chance(0.6);
  const strength = isMultiplicative ? `${number(draft, 0.05, 0.3)}*${state}` : amount(draft, number(draft, 0.05, 0.4));
  return ` + ${drawIn(draft, strength)}*${name}/sqrt(${random.pick(["tau", "(10*ms)"])})`;
}

/** It may rest on those set before it. */
function initialValue(draft: Draft, before: readonly string[]): unknown {
  const { random, size } = draft;
  const kinds: (() => unknown)[] = [
    () => amount(draft, number(draft, -0.5, 0.9)),
    () => amount(draft, `${number(draft, -0.5, 0.9)}*i/N`),
    () => Array.from({ length: size }, () => (draft.unit === "volt" ? `${number(draft, -0.5, 0.9)}*mV` : number(draft, -0.5, 0.9))),
    () => ({ linspace: [amount(draft, number(draft, -0.5, 0)), amount(draft, number(draft, 0, 0.9))] }),
    ...before.map((state) => () => `0.4*${state} - ${amount(draft, number(draft, 0, 0.2))}`),
    ...(draft.draws ? [() => drawIn(draft, amount(draft, random.pick(["0.8*rand()", "0.3*randn()"])))] : []),
  ];
  return random.pick(kinds)();
}
