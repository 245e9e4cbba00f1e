// Coupled linear equations of real eigenvalues, whose symbolic solution Brian 2 finds: they are compared, whatever it makes of the random ones.

import type { BrianCase } from "./run-in-brian.js";

const NEURON = { method: "exact", threshold: "v > 1", reset: "v = 0; w += 0.2" };

const coupled = (group: Readonly<Record<string, unknown>>, parameters: Readonly<Record<string, unknown>> = {}) => ({
  parameters: { drive: 3, tau: "10*ms", ...parameters },
  groups: { G: { size: 3, initial: { v: "0.2*i" }, ...NEURON, ...group } },
  duration: "100*ms",
  outputs: { G_spikes: "spikes(G)", G_v: "trace(G.v)", G_w: "trace(G.w)" },
});

const MODELS: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ["a membrane and a current", coupled({ equations: "dv/dt = (drive + w - v)/tau : 1\ndw/dt = -w/(4*ms) : 1" })],
  [
    "a membrane that is frozen and a current that is not",
    coupled({ equations: "dv/dt = (drive + w - v)/tau : 1 (unless refractory)\ndw/dt = -w/(4*ms) : 1", refractory: "5*ms" }),
  ],
  ["coupling to and fro", coupled({ equations: "dv/dt = (drive - w - v)/tau : 1\ndw/dt = (0.1*v - w)/(25*ms) : 1" })],
  [
    "a coefficient and a drive of each element",
    coupled({
      equations: "dv/dt = (own - 0.1*w - v)/tau : 1\ndw/dt = (v - w)/slow : 1\nown : 1 (constant)\nslow : second (constant)",
      initial: { own: "2 + i", slow: "(20 + 10*i)*ms" },
    }),
  ],
  [
    "three in a row",
    coupled({ equations: "dv/dt = (w - v)/tau : 1\ndw/dt = (x - w)/(6*ms) : 1\ndx/dt = (drive - x)/(3*ms) : 1", reset: "v = 0" }),
  ],
];

export const COUPLED_MODELS = MODELS.map(([name, model]): BrianCase & { readonly name: string } => ({ name, model, parameters: {} }));
