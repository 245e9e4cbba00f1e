// The tutorial's single neurons, as Brian 2 can run them too.

import type { BrianCase } from "./run-in-brian.js";

const SPIKES = { G_spikes: "spikes(G)", G_ns: "counts(G)" };

const CURVE = {
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
  outputs: SPIKES,
};

const QUADRATIC = {
  groups: { G: { equations: "dv/dt = (2 - v**2)/(10*ms) : 1", method: "euler", threshold: "v > 1", reset: "v = 0" } },
  duration: "1*second",
  outputs: SPIKES,
};

const FIND_RATE = {
  parameters: { k: 2 },
  groups: { G: { size: 3, equations: "dV/dt = (k - V)/(10*ms) : 1", method: "exact", threshold: "V > 1", reset: "V = 0" } },
  duration: "2*second",
  outputs: SPIKES,
};

const ADAPTIVE = {
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
  outputs: SPIKES,
};

export const TUTORIAL_MODELS: readonly (BrianCase & { readonly name: string })[] = [
  { name: "the I-F curve, vectorised", model: CURVE, parameters: {} },
  { name: "the quadratic neuron", model: QUADRATIC, parameters: {} },
  ...[1.5, 2, 5, 20].map((k) => ({ name: `find_rate, k = ${k}`, model: FIND_RATE, parameters: { k } })),
  { name: "an adaptive threshold with refractoriness", model: ADAPTIVE, parameters: {} },
];
