// Our kernels against Brian 2 itself: the tutorial's models, and random ones that Brian 2 can express.
//
// Spikes must agree to the step. Brian 2's exponentials and divisions round otherwise than ours, so the random models are held to the
// steps that the reference finds well-conditioned. Skipped, with a message, where no Python has Brian 2.

import { spawnSync } from "node:child_process";
import { planMethods } from "@spikefarm/compiler";
import { simulateBatch } from "@spikefarm/simulator";
import { beforeAll, describe, expect, it } from "vitest";
import { batchOf, cellOf, checkedModel, conditionedStepsOf, type Lane } from "./compare-with-reference.js";
import { createRandom, testSeed } from "./random.js";
import { randomModel } from "./random-models.js";

const PYTHON = process.env.SPIKEFARM_PYTHON ?? "/usr/bin/python3";
const RANDOM_CASES = 24;
const TIMEOUT_MS = 240_000;

/**
 * Families that Brian 2 integrates by `exact` to NaN, with the reason; both integrate these by `euler` here, and our exact is judged by
 * the reference (random-models.test.ts).
 */
const NOT_EXACT_IN_BRIAN: ReadonlyMap<string, string> = new Map([
  [
    "adaptive: w rises at each spike",
    "its symbolic solution is real arithmetic with √((1/τ₁ − 1/τ₂)² − 4a/(τ₁τ₂)), NaN where the eigenvalues are complex, and 0/0 at a = 0",
  ],
]);

interface Case {
  readonly name: string;
  readonly model: Record<string, unknown>;
  readonly parameters: Lane;
}

type BrianResult =
  | { readonly unsupported: string }
  | { readonly groups: Readonly<Record<string, { readonly steps: readonly number[]; readonly elements: readonly number[] }>> };

const hasBrian = spawnSync(PYTHON, ["-c", "import brian2"]).status === 0;
if (!hasBrian) console.warn(`Brian 2 is not compared with: ${PYTHON} cannot import brian2 (Debian: apt-get install python3-brian)`);

describe.skipIf(!hasBrian)(`Brian 2 fires the same spikes as our kernels (SPIKEFARM_TEST_SEED=${testSeed()})`, () => {
  const tutorial = tutorialCases().map((entry) => ({ ...entry, until: () => Infinity }));
  const random = randomCases().map((entry) => ({
    ...entry,
    until: () => conditionedStepsOf(checkedModel(entry), entry.parameters),
  }));
  const cases = [...tutorial, ...random].map((entry, index) => ({ ...entry, index }));
  let results: readonly BrianResult[] = [];
  // One process for all: most of its time is its start.
  beforeAll(() => {
    results = runInBrian(cases);
  }, TIMEOUT_MS);

  it.each(cases)("on $name", (entry) => compareSpikes(entry, results[entry.index]!, entry.until()));
});

function runInBrian(cases: readonly Case[]): readonly BrianResult[] {
  const input = JSON.stringify(cases.map(({ model, parameters }) => ({ model, parameters })));
  const script = new URL("brian2_spikes.py", import.meta.url).pathname;
  const { status, stdout, stderr } = spawnSync(PYTHON, [script], { input, encoding: "utf8", timeout: TIMEOUT_MS });
  if (status !== 0) throw new Error(`Brian 2 failed:\n${stderr}`);
  return JSON.parse(stdout) as readonly BrianResult[];
}

function compareSpikes({ name, model, parameters }: Case, found: BrianResult, until: number): void {
  if ("unsupported" in found) throw new Error(`Brian 2 cannot integrate ${name}: ${found.unsupported}`);
  const checked = checkedModel({ model });
  const { outputs } = simulateBatch(checked, batchOf(checked, [parameters]))!;
  const cell = (output: string) => cellOf(outputs.find(({ column }) => column.name === output)!.data, 0);
  const dt = checked.dt.kind === "number" ? checked.dt.value : NaN;
  const ours = [...cell("spikes")].map((time) => Math.round(time / dt)).filter((step) => step < until);
  const { steps, elements } = found.groups.G!;
  expect(ours, name).toEqual(steps.filter((step) => step < until));
  if (until < Infinity) return;
  const counts = [...cell("counts")];
  expect(counts, name).toEqual(counts.map((_, element) => elements.filter((spiking) => spiking === element).length));
}

const SPIKE_OUTPUTS = { counts: "counts(G)", spikes: "spikes(G)" };

function tutorialCases(): Case[] {
  const curve = {
    groups: {
      G: {
        size: 20,
        equations: "dv/dt = (v0 - v)/tau : volt\nv0 : volt (constant)",
        method: "exact",
        threshold: "v > 10*mV",
        reset: "v = 0*mV",
        initial: { v0: "i*mV" },
      },
    },
    parameters: { tau: "10*ms" },
    duration: "1*second",
    outputs: SPIKE_OUTPUTS,
  };
  const quadratic = {
    groups: { G: { equations: "dv/dt = (2 - v**2)/(10*ms) : 1", method: "euler", threshold: "v > 1", reset: "v = 0" } },
    duration: "1*second",
    outputs: SPIKE_OUTPUTS,
  };
  const findRate = {
    parameters: { k: 2 },
    groups: { G: { size: 3, equations: "dV/dt = (k - V)/(10*ms) : 1", method: "exact", threshold: "V > 1", reset: "V = 0" } },
    duration: "2*second",
    outputs: SPIKE_OUTPUTS,
  };
  const refractory = {
    groups: {
      G: {
        equations: "dv/dt = (1.5 - v)/(10*ms) : 1 (unless refractory)\ndvt/dt = (1 - vt)/(100*ms) : 1",
        method: "exact",
        threshold: "v > vt",
        reset: "v = 0\nvt += 0.1",
        refractory: "10*ms",
        initial: { vt: 1 },
      },
    },
    duration: "1*second",
    outputs: SPIKE_OUTPUTS,
  };
  return [
    { name: "the I-F curve, vectorised", model: curve, parameters: {} },
    { name: "the quadratic neuron", model: quadratic, parameters: {} },
    ...[1.5, 2, 5, 20].map((k) => ({ name: `find_rate, k = ${k}`, model: findRate, parameters: { k } })),
    { name: "an adaptive threshold with refractoriness", model: refractory, parameters: {} },
  ];
}

function randomCases(): Case[] {
  const random = createRandom(testSeed());
  return Array.from({ length: RANDOM_CASES }, (_, index) => {
    const { model, lanes, family } = randomModel(random, true);
    return { name: `model ${index} (${family})`, model: withMethods(model, family), parameters: lanes[0]! };
  });
}

/** Brian 2 may choose otherwise than we do: the method is named, and the warmup, which only our outputs know, left out. */
function withMethods({ warmup: _, ...model }: Record<string, unknown>, family: string): Record<string, unknown> {
  const methods = planMethods(checkedModel({ model })).get("G")!;
  const isExact = !NOT_EXACT_IN_BRIAN.has(family) && [...methods.values()].every((choice) => choice === "exact");
  const method = isExact ? "exact" : "euler";
  const { G } = model.groups as { readonly G: Record<string, unknown> };
  return { ...model, groups: { G: { ...G, method } } };
}
