// States that nothing observable rests on are dropped, from the program and from the kernel's memory.

import {
  compileModel,
  type Kernel,
  type KernelRecordings,
  nameOfState,
  PROGRAM_PASSES,
  ProgramBuilder,
  printProgram,
} from "@spikefarm/compiler";
import { describe, expect, test } from "vitest";
import { modelOf, runModel } from "../simulator/run-model.js";
import { ProgramText } from "./program-text.js";

const NOTHING: KernelRecordings = { firstSpike: false, events: [], traces: [], finals: new Set(), accumulators: [] };
const STATES = ["v", "w", "n"] as const;

interface Small {
  /** What `v`, `w` and `n` become. */
  readonly next: readonly [string, string, string];
  readonly spike?: string;
  readonly observed?: string;
}

/** The kernel after the pass: its nodes, and what a step leaves. */
function passed({ next, spike = "false", observed = "" }: Small): readonly string[] {
  const text = new ProgramText(new ProgramBuilder());
  const program = {
    nodes: text.builder.nodes,
    next: next.map((each) => text.build(each)) as never,
    spike: text.build(spike) as never,
    recorded: [],
    traced: [],
    assumptions: [],
  };
  const layout = {
    uniforms: [{ kind: "parameter", name: "u" }] as const,
    arrays: (["x", "y", "z"] as const).map((name) => ({ kind: "parameter", name }) as const),
    states: STATES.map((name) => ({ kind: "variable", name }) as const),
    tables: [],
    propagators: [],
    recordings: NOTHING,
  };
  const isObserved = ({ name }: { readonly name?: string }) => name === observed;
  const kernel = PROGRAM_PASSES.reduce<Kernel>((done, pass) => pass.run(done), { program, layout, isObserved: isObserved as never });
  const lines = printProgram(kernel.program, kernel.layout).match(/^ {2}.*$/gm) ?? [];
  return lines.map((line) => line.trim()).filter((line) => !line.endsWith("= false"));
}

describe("dropping dead stores", () => {
  const all = ["add(v, w)", "multiply(w, x)", "add(n, 1)"] as const;

  test.each<readonly [string, Small, readonly string[]]>([
    ["nothing observed: nothing is left", { next: all }, []],
    [
      "what is observed stays, with what it rests on",
      { next: all, observed: "v" },
      ["n3 = array x", "n0 = state v", "n1 = state w", "n2 = add n0 n1", "n4 = multiply n1 n3", "v ← n2", "w ← n4"],
    ],
    [
      "a state that only its own next value reads is dropped, and the others move up",
      { next: all, observed: "w" },
      ["n1 = array x", "n0 = state w", "n2 = multiply n0 n1", "w ← n2"],
    ],
    [
      "two that read each other alone are dropped",
      { next: ["w", "v", "add(n, x)"], observed: "n" },
      ["n1 = array x", "n0 = state n", "n2 = add n0 n1", "n ← n2"],
    ],
    [
      "what decides on a spike stays",
      { next: all, spike: "lessThan(x, w)" },
      ["n1 = array x", "n0 = state w", "n2 = multiply n0 n1", "n3 = lessThan n1 n0", "w ← n2", "spikes where n3"],
    ],
  ])("%s", (_, small, after) => {
    expect(passed(small)).toEqual(after);
  });
});

describe("a kernel keeps", () => {
  const group = {
    equations:
      "dv/dt = (v0 - v)/(10*ms) : volt (unless refractory)\ndw/dt = -w/(20*ms) : 1\nn : integer\nlooks = w + (t - lastspike)/ms : 1",
    threshold: "v > 10*mV",
    reset: "v = 0*mV; n += 1",
    refractory: "2*ms",
  };
  const source = { parameters: { v0: "12*mV" }, groups: { G: group }, duration: "50*ms", outputs: { c: "count(G)" } };
  const statesOf = (recordings?: Partial<KernelRecordings>): readonly string[] => {
    const wanted = recordings && new Map([["G", { ...NOTHING, ...recordings }]]);
    const [compiled] = compileModel(modelOf(source), { varying: new Set(), ...(wanted && { recordings: wanted }) }).groups;
    expect(compiled!.generalWasm().length).toBeGreaterThan(0);
    return compiled!.layout.states.map(nameOfState);
  };
  const needed = ["v", "step of the last spike"];

  test.each<readonly [string, Partial<KernelRecordings> | undefined, readonly string[]]>([
    ["every state where nobody says what is recorded", undefined, ["v", "w", "n", ...needed.slice(1)]],
    ["what spikes rest on, where only counts are asked for", {}, needed],
    ["a variable that is asked for at the end", { finals: new Set(["n"]) }, ["v", "n", ...needed.slice(1)]],
    ["what a subexpression that is asked for stands for", { finals: new Set(["looks"]) }, ["v", "w", ...needed.slice(1)]],
    ["what a trace samples", { traces: ["w"] }, ["v", "w", ...needed.slice(1)]],
    [
      "what a measurement reads, and the measurement",
      { accumulators: [{ kind: "time", variable: "w", window: 0, parts: ["mean"] }] },
      ["v", "w", "mean of measurement 0", ...needed.slice(1)],
    ],
  ])("%s", (_, recordings, states) => {
    expect([...statesOf(recordings)].sort()).toEqual([...states].sort());
  });

  test("what is counted and read at the end is the same whatever else is asked for", () => {
    const outputs = { c: "count(G)", w: "final(G.w)", n: "final(G.n)", looks: "final(G.looks)", mean: "time_mean(G.w)" };
    const together = runModel({ ...source, outputs });
    for (const [name, output] of Object.entries(outputs)) {
      expect(runModel({ ...source, outputs: { [name]: output } }).number(name), name).toBe(together.number(name));
    }
    expect(together.number("c")).toBeGreaterThan(1);
  });
});
