// A model inside a module: the I-F neuron's spikes.
export const parameters = { v0: "10*mV" };
export const outputs = { n: { kind: "i32" } };

const model = {
  parameters: { v0: "10*mV", tau: "10*ms" },
  groups: { G: { equations: "dv/dt = (v0 - v)/tau : volt", threshold: "v > 10*mV", reset: "v = 0*mV" } },
  duration: "1*second",
  outputs: { n: "count(G)" },
};

export function run({ v0 }, { simulate }) {
  return { n: simulate(model, { v0 }).n };
}
