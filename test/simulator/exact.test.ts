// `exact`: what a kernel computes for each lane beside what the host computes for one, bit by bit, and both against truth.

import { hostLowering, type Propagator, propagatorCoefficients } from "@spikefarm/compiler";
import { type CoupledComponent, dynamicsOf, planComponents } from "@spikefarm/equations";
import { math } from "@spikefarm/numerics";
import { describe, expect, it } from "vitest";
import { exactPropagation } from "../numerics/exact-propagation.js";
import { seededRandom } from "../numerics/seeded-random.js";
import { bitsOf, modelOf, runModel } from "./run-model.js";

const DT = 1e-4;
const COUNTS = [1, 2, 3, 7, 64] as const;
const SEED = 31;

const systems: readonly { readonly title: string; readonly equations: string; readonly variables: readonly string[] }[] = [
  {
    title: "a membrane and its current, in units far apart",
    equations: "dv/dt = (g*(v0 - v) + I)/C : volt\ndI/dt = -I/tau : amp",
    variables: ["v", "I"],
  },
  { title: "an oscillator with a drive", equations: "dx/dt = (y - p*x + 1)/tau : 1\ndy/dt = -x/tau : 1", variables: ["x", "y"] },
  {
    title: "three variables, all coupled",
    equations: "dx/dt = (y - x)/tau : 1\ndy/dt = (p*z - y + 1)/tau : 1\ndz/dt = (x - z*p)/tau : 1",
    variables: ["x", "y", "z"],
  },
  {
    title: "five variables, all coupled, which are the host's to solve",
    equations: [..."klmqr"].map((name, k) => `d${name}/dt = (${"klmqr"[(k + 1) % 5]} - p*${name} + ${k})/tau : 1`).join("\n"),
    variables: [..."klmqr"],
  },
  {
    title: "eight variables, all coupled",
    equations: [..."klmqrusw"].map((name, k) => `d${name}/dt = (${"klmqrusw"[(k + 1) % 8]} - p*${name} + ${k})/tau : 1`).join("\n"),
    variables: [..."klmqrusw"],
  },
];

const PARAMETERS = { v0: "10*mV", g: "10*nS", C: "200*pF", tau: "5*ms", p: 1 };

describe("IDENTITY 7: a lane's coefficients depend on that lane alone", () => {
  // From slow to so fast that the general kernel is needed, and where the system is singular, grows or is not finite.
  const random = seededRandom(SEED);
  const taus = Array.from(
    { length: 64 },
    (_, lane) => [0.005, 1e-5, 1e3, 1e-7, Number.POSITIVE_INFINITY, 0][lane % 8] ?? 0.001 + 0.02 * random(),
  );
  const ps = Array.from({ length: 64 }, (_, lane) => [0, -1, 1][lane % 5] ?? 3 * random());

  it.each(systems)(`and are the host's to the bit, in 1, 2, 3, 7 and 64 lanes (seed ${SEED}): $title`, ({ equations, variables }) => {
    const initial = Object.fromEntries(variables.map((name, k) => [name, equations.includes(`${name}/dt`) ? start(name, k) : 0]));
    const source = {
      parameters: PARAMETERS,
      groups: { G: { equations, method: "exact", initial } },
      duration: `${DT}*second`,
      outputs: Object.fromEntries(variables.map((name) => [name, `final(G.${name})`])),
    };
    const steps = stepsByHost(source, variables);
    for (const count of COUNTS) {
      const swept = { tau: taus.slice(0, count), p: ps.slice(0, count) };
      const ran = runModel(source, count === 1 ? { tau: taus[0]!, p: ps[0]! } : swept);
      for (let lane = 0; lane < count; lane++) {
        const found = variables.map((name) => ran.number(name, lane));
        expect(bitsOf(found), `lane ${lane} of ${count}`).toBe(bitsOf(steps(swept.tau[lane]!, swept.p[lane]!)));
      }
    }
  });
});

const start = (name: string, k: number) => (name === "v" ? "3*mV" : name === "I" ? "50*pA" : 0.5 + k);
const startNumber = (name: string, k: number) => (name === "v" ? 0.003 : name === "I" ? 5e-11 : 0.5 + k);

/** One step by the host's coefficients, in the kernel's order of operations. */
function stepsByHost(source: unknown, variables: readonly string[]): (tau: number, p: number) => readonly number[] {
  const dynamics = dynamicsOf(modelOf(source).groups[0]!, { inputs: [], data: [], dtSeconds: DT });
  const component = planComponents(dynamics).components[0] as CoupledComponent;
  expect(component.kind).toBe("coupled");
  const propagator: Propagator = { component, regime: "running", moving: component.variables, given: [], constantNames: [] };
  const x = variables.map(startNumber);
  return (tau, p) => {
    const values: Readonly<Record<string, number>> = { v0: 0.01, g: 1e-8, C: 2e-10, tau, p };
    const host = hostLowering(({ name }) => values[name]!, dynamics.isOfParameters);
    const { own, centre, offset } = propagatorCoefficients(propagator, host, DT);
    const n = variables.length;
    const isThere = (row: number, column: number) => own[row * n + column] !== 0 || row === column;
    return variables.map((_, row) => {
      const terms = variables.flatMap((__, column) =>
        isThere(row, column) ? [own[row * n + column]! * (x[column]! - centre[column]!)] : [],
      );
      return terms.reduce((sum, term) => sum + term) + offset[row]!;
    });
  };
}

describe("many coupled systems in one group", () => {
  // Four variables each, one of them frozen while refractory: more than a kernel solves itself.
  const systems = [..."klmq"].map((letter, place) =>
    [0, 1, 2, 3].map((row) => {
      const terms = [0, 1, 2, 3].map((column) => `- ${row === column ? 2 : (1 + ((3 * row + column + place) % 4)) / 8}*${letter}${column}`);
      return `d${letter}${row}/dt = (p ${terms.join(" ")})/tau : 1${row === 0 ? " (unless refractory)" : ""}`;
    }),
  );
  const run = (equations: readonly string[], variables: readonly string[]) =>
    runModel(
      {
        parameters: { tau: "10*ms", p: 1 },
        groups: { G: { equations: equations.join("\n"), method: "exact", threshold: "t > 1*ms", refractory: "1*ms" } },
        duration: "5*ms",
        outputs: Object.fromEntries(variables.map((name) => [name, `final(G.${name})`])),
      },
      // One lane is so fast that the usual kernel does not reach it.
      { tau: [0.01, 1e-5, 0.003], p: [1, 2, 3] },
    );

  it("come to what each of them comes to alone, to the bit, in a fast lane too", () => {
    const names = [..."klmq"].map((letter) => [0, 1, 2, 3].map((row) => `${letter}${row}`));
    const together = run(systems.flat(), names.flat());
    systems.forEach((equations, place) => {
      const alone = run(equations, names[place]!);
      for (const lane of [0, 1, 2]) {
        const [found, expected] = [together, alone].map((ran) => names[place]!.map((name) => ran.number(name, lane)));
        expect(expected!.every(Number.isFinite)).toBe(true);
        expect(bitsOf(found!), `system ${place}, lane ${lane}`).toBe(bitsOf(expected!));
      }
    });
  });
});

describe("the exact solution", () => {
  it(`of random systems of 2 to 8 variables is right after 50 steps, defective and singular ones among them (seed ${SEED})`, () => {
    const random = seededRandom(SEED);
    const names = [..."klmqrsuw"];
    for (let round = 0; round < 24; round++) {
      const n = 2 + (round % 7);
      const kind = ["any", "singular", "defective"][round % 3];
      // Rates in hertz, multiples of 1/8: with dt = 1/1024 s every coefficient is exact.
      const rate = (i: number, j: number) => {
        if (kind === "defective") return i === j ? -20 : j === i + 1 ? 12.5 : 0;
        if (kind === "singular" && i === 0) return 0;
        return Math.round(400 * random() - 200) / 8 - (i === j ? 20 : 0);
      };
      const a = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => rate(i, j)));
      const b = a.map(() => Math.round(80 * random() - 40) / 8);
      const equations = a.map((row, i) => `d${names[i]}/dt = ${row.map((c, j) => `(${c})*Hz*${names[j]}`).join(" + ")} + (${b[i]})*Hz : 1`);
      const ran = runModel({
        groups: { G: { equations, method: "exact", initial: Object.fromEntries(a.map((_, i) => [names[i]!, i + 1])) } },
        dt: "0.0009765625*second",
        duration: `${50 / 1024}*second`,
        outputs: Object.fromEntries(a.map((_, i) => [names[i]!, `final(G.${names[i]})`])),
      });
      const times = 50 / 1024;
      const { own, forced } = exactPropagation(
        a.map((row) => row.map((entry) => entry * times)),
        b.map((entry) => [entry * times]),
      );
      const expected = own.map((row, i) => row.reduce((sum, entry, j) => sum + entry * (j + 1), 0) + forced[i]![0]!);
      const size = Math.max(...own.flat().map(Math.abs), ...expected.map(Math.abs));
      expected.forEach((value, i) => {
        expect(Math.abs(ran.number(names[i]!) - value) / size, `${kind} ${n}, variable ${i}`).toBeLessThan(1e-12);
      });
    }
  });

  it("of a slow variable keeps its digits over a million steps, whatever its time constant", () => {
    const ran = runModel(
      {
        parameters: { tau: "10*second" },
        groups: { G: { equations: "dv/dt = (1 - v)/tau : 1", method: "exact" } },
        dt: "1*ms",
        duration: "1000*second",
        outputs: { v: "final(G.v)" },
      },
      { tau: [0.5, 1.1, 100, 1e4, 1e6, 1e9] },
    );
    [0.5, 1.1, 100, 1e4, 1e6, 1e9].forEach((tau, lane) => {
      const expected = -math.expm1(-1000 / tau);
      expect(Math.abs(ran.number("v", lane) - expected) / expected, `tau ${tau}`).toBeLessThan(2e-12);
    });
  });

  it("of a leak so slow that its equilibrium is out of reach is a drift", () => {
    const ran = runModel(
      {
        parameters: { k: "1*Hz" },
        groups: { G: { equations: "dv/dt = 2*Hz - k*v : 1", method: "exact", initial: { v: 1 } } },
        duration: "1*second",
        outputs: { v: "final(G.v)" },
      },
      { k: [0, 1e-300, 1e-18, 1e-16, 1e-14, 1e-12] },
    );
    for (let lane = 0; lane < 6; lane++) expect(Math.abs(ran.number("v", lane) - 3)).toBeLessThan(1e-11);
  });
});

describe("a coupled system with what changes from step to step", () => {
  const run = (group: Readonly<Record<string, unknown>>) =>
    runModel({
      parameters: { tau: "10*ms" },
      groups: { G: { method: "exact", ...group } },
      duration: "10*ms",
      outputs: { v: "trace(G.v)", w: "trace(G.w)" },
    });

  it("takes a variable that code at regular times sets as an input that stands still", () => {
    const ran = run({
      equations: "dv/dt = (w + a*a - v)/tau : 1\ndw/dt = -w/(5*ms) : 1\na : 1",
      every: { code: "a = 1 - a", dt: "5*ms" },
      initial: { w: 1 },
    });
    // a is 1 for the first 5 ms and 0 from then on; w decays; v = k·(e^−t/10 − e^−t/5) + the answer to a.
    const [v, w] = [ran.numbers("v"), ran.numbers("w")];
    v.forEach((value, step) => {
      const ms = step / 10;
      const fromW = math.exp(-ms / 10) - math.exp(-ms / 5);
      const fromA = ms <= 5 ? 1 - math.exp(-ms / 10) : (1 - math.exp(-0.5)) * math.exp(-(ms - 5) / 10);
      expect(Math.abs(value - fromW - fromA)).toBeLessThan(1e-13);
      expect(Math.abs(w[step]! - math.exp(-ms / 5))).toBeLessThan(1e-13);
    });
  });

  it("takes a subexpression that is constant over dt, and a power of t in it, as an input", () => {
    const ran = run({ equations: "dv/dt = (w + s - v)/tau : 1\ndw/dt = -w/tau : 1\ns = t_in_timesteps**2 : 1 (constant over dt)" });
    let expected = 0;
    ran.numbers("v").forEach((value, step) => {
      expect(Math.abs(value - expected)).toBeLessThan(1e-10);
      expected = step * step + (expected - step * step) * math.exp(-0.01);
    });
  });

  it("stands still as a whole where all of it is frozen while refractory", () => {
    const ran = run({
      equations: "dv/dt = (w + 2 - v)/tau : 1 (unless refractory)\ndw/dt = -w/tau : 1 (unless refractory)",
      threshold: "v > 0.5",
      reset: "v = 0.25; w = 1",
      refractory: "1*second",
    });
    const v = ran.numbers("v");
    expect(v.at(-1)).toBe(0.25);
    expect(ran.numbers("w").at(-1)).toBe(1);
    expect(v.filter((value) => value === 0.25).length).toBeGreaterThan(50);
  });
});

describe("IDENTITY 7: a neuron driven exactly to its threshold stays silent", () => {
  const silent = (equation: string, extra: Readonly<Record<string, unknown>> = {}) =>
    runModel(
      {
        parameters: { v0: "10*mV", tau: "10*ms", g: "10*nS", C: "100*pF" },
        groups: { G: { equations: equation, method: "exact", threshold: "v > v0", reset: "v = 0*mV", ...extra } },
        duration: "2*second",
        outputs: { n: "count(G)", v: "final(G.v)" },
      },
      { v0: [0.0001, 0.003, 0.007, 0.01, 0.0123, 0.1] },
    );
  it.each([
    ["a leak", "dv/dt = (v0 - v)/tau : volt"],
    ["a leak of conductance and capacitance", "dv/dt = g*(v0 - v)/C : volt"],
    ["a slow leak", "dv/dt = (v0 - v)/(100*tau) : volt"],
    ["a leak as fast as the step", "dv/dt = (v0 - v)/(0.005*tau) : volt"],
    ["a leak beside a current that has ended", "dv/dt = (v0 - v + w)/tau : volt\ndw/dt = -w/tau : volt"],
    ["a leak beside a current, in their own units", "dv/dt = (g*(v0 - v) + I)/C : volt\ndI/dt = -I/tau : amp"],
  ])("%s", (_, equation) => {
    const ran = silent(equation);
    for (let lane = 0; lane < 6; lane++) expect(ran.number("n", lane)).toBe(0);
  });
});
