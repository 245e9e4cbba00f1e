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

export function randomEquations(draft: Draft, lookups: readonly string[]): Equations {
  const { random, states, method, unit } = draft;
  const helpers = helperVariables(draft);
  const lines = states.map((state, index) => {
    const terms = [
      index === 0 ? amount(draft, "drive") : amount(draft, number(draft, -1, 1)),
      ...someOf(random, helpers.terms, 0.5),
      ...(index === 0 || random.chance(0.3) ? someOf(random, lookups, 0.8).map((lookup) => `${number(draft, 0.2, 1)}*${lookup}`) : []),
      ...couplings(draft, state),
      ...bends(draft, state),
    ];
    const decay = random.chance(0.9) || index === 0 ? ` - ${leak(draft, state)}` : "";
    const flag = draft.hasRefractory && random.chance(0.5) ? " (unless refractory)" : "";
    const slope = `(${terms.join(" + ")}${decay})/${timeConstant(draft, helpers.timeConstants)}`;
    return `d${state}/dt = ${slope}${noise(draft, state, index)} : ${unit}${flag}`;
  });
  const initial = Object.fromEntries(someOf(random, states, 0.6).map((state) => [state, initialValue(draft)]));
  return { lines: [...lines, ...helpers.lines], initial: { ...helpers.initial, ...initial } };

  function timeConstant({ random: choose }: Draft, named: readonly string[]): string {
    if (method === "exact" && choose.chance(0.5)) return `(${choose.integer(2, 15)}*ms)`;
    return choose.pick([`(${choose.integer(2, 15)}*ms)`, "tau", "(2*tau)", ...named]);
  }
}

/** Element parameters and subexpressions that the equations are made of, with where each may stand. */
function helperVariables(draft: Draft): {
  readonly terms: readonly string[];
  readonly timeConstants: readonly string[];
  readonly lines: readonly string[];
  readonly initial: Readonly<Record<string, unknown>>;
} {
  const { random, unit, states, method } = draft;
  const [terms, timeConstants, lines]: [string[], string[], string[]] = [[], [], []];
  const initial: Record<string, unknown> = {};
  if (random.chance(0.3)) {
    timeConstants.push("own_tau");
    lines.push("own_tau : second (constant)");
    initial.own_tau = random.pick(["(5 + 3*i)*ms", "tau*(1 + i/N)"]);
  }
  if (random.chance(0.4)) {
    draft.floats.push("bias");
    terms.push("bias");
    lines.push(`bias : ${unit}`);
    initial.bias = amount(draft, `${number(draft, -0.5, 0.5)}*(i + 1)/N`);
  }
  if (random.chance(0.3)) {
    draft.shared.push("level");
    terms.push(amount(draft, "level"));
    lines.push("level : 1 (shared)");
    initial.level = number(draft, -0.5, 0.5);
  }
  if (random.chance(0.3)) {
    const draw =
      draft.draws && random.chance(0.6) ? drawIn(draft, random.pick([" + 0.2*rand()", " + 0.1*randn()", " + 0.1*poisson(0.7)"])) : "";
    terms.push(amount(draft, "held"));
    lines.push(`held = ${number(draft, 0.1, 0.6)}*tanh(${bare(draft, random.pick(states))})${draw} : 1 (constant over dt)`);
  }
  if (random.chance(0.2)) {
    const isHeld = method === "exact" || random.chance(0.5);
    terms.push(amount(draft, "pace"));
    lines.push(`pace = 0.3*cos(t/(${random.integer(3, 9)}*ms)) + 0.1*twice : 1 (shared${isHeld ? ", constant over dt" : ""})`);
  }
  if (random.chance(0.3)) {
    terms.push("mixed");
    const nonlinear = isLinear(method) ? "" : ` + ${amount(draft, `0.2*sin(t/(${random.integer(3, 9)}*ms))`)}`;
    lines.push(`mixed = ${number(draft, -0.3, 0.3)}*${random.pick(states)} + ${amount(draft, "0.1*gain")}${nonlinear} : ${unit}`);
  }
  if (random.chance(0.3)) {
    draft.integers.push("n");
    lines.push("n : integer");
    initial.n = random.pick(["i", "3*i + 1", 2]);
  }
  if (random.chance(0.2)) {
    draft.booleans.push("flag");
    lines.push("flag : boolean");
    initial.flag = "i > 0";
  }
  return { terms, timeConstants, lines, initial };
}

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

function initialValue(draft: Draft): unknown {
  const { random, size } = draft;
  const kinds: (() => unknown)[] = [
    () => amount(draft, number(draft, -0.5, 0.9)),
    () => amount(draft, `${number(draft, -0.5, 0.9)}*i/N`),
    () => Array.from({ length: size }, () => (draft.unit === "volt" ? `${number(draft, -0.5, 0.9)}*mV` : number(draft, -0.5, 0.9))),
    () => ({ linspace: [amount(draft, number(draft, -0.5, 0)), amount(draft, number(draft, 0, 0.9))] }),
    ...(draft.draws ? [() => drawIn(draft, amount(draft, random.pick(["0.8*rand()", "0.3*randn()"])))] : []),
  ];
  return random.pick(kinds)();
}
