// The tutorial's find_rate(k, report): the mean firing rate of 1000 neurons over 30 s.
//
// A module exports what it takes (`parameters`), what it gives (`outputs`) and `run`. Values arrive and leave in SI. `setup` runs once on
// each thread, before its first trial. docs/modules.md tells all of it.

/** Every sweep must set k: it has no default. */
export const parameters = {
  k: { type: "float", doc: "what V tends to; the threshold is at 1" },
};

export const outputs = {
  r: { unit: "hertz", doc: "mean rate of the neurons" },
};

let model;

export function setup() {
  model = {
    parameters: { k: 2 },
    groups: { G: { size: 1000, equations: "dV/dt = (k - V)/(10*ms) : 1", threshold: "V > 1", reset: "V = 0" } },
    duration: "30*second",
    outputs: { counts: "counts(G)" },
  };
}

export function run({ k }, { report, simulate }) {
  const { counts } = simulate(model, { k }, { report });
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return { r: mean / 30 };
}
