// The five loops: a model, how much of it is run, what else runs it, and what is aimed at.
//
// `model` is what a document's `model` holds. Brian 2 has the same model under the same name in brian2/models.py, and C in c/NAME.c; all of
// them must count `spikes`, within `tolerance` of them (of a noisy model, whose numbers differ, a share that chance explains).
// Aims: how many times faster than Brian 2, and how many times C's time at most.

const LIF = {
  threshold: "v > 10*mV",
  reset: "v = 0*mV",
};

export const LOOP_ROWS = [
  {
    name: "lif",
    title: "LIF I-F, 10,000 × 1 s",
    model: {
      groups: {
        G: {
          size: 10_000,
          equations: "dv/dt = (v0 - v)/(10*ms) : volt\nv0 : volt (constant)",
          ...LIF,
          initial: { v0: { linspace: ["0*mV", "19*mV"] } },
        },
      },
    },
    slots: 10_000,
    seconds: 1,
    spikes: 392_193,
    tolerance: 1e-4,
    interleaves: [4, 5, 6, 7, 8],
    peers: ["standalone"],
    aims: { wasm: { standalone: 2, c: 3.5 }, native: { standalone: 5, c: 1.3 } },
  },
  {
    name: "find-rate",
    title: "find_rate, 1,000 × 30 s",
    model: {
      parameters: { k: 10 },
      groups: { G: { size: 1000, equations: "dV/dt = (k - V)/(10*ms) : 1", threshold: "V > 1", reset: "V = 0" } },
    },
    slots: 1000,
    seconds: 30,
    spikes: 27_272_000,
    tolerance: 0,
    interleaves: [4, 5, 6, 7, 8],
    peers: ["standalone"],
    aims: { wasm: { standalone: 3 }, native: { standalone: 8, c: 1.3 } },
  },
  {
    name: "quadratic",
    title: "quadratic, 100,000 × 0.5 s",
    model: {
      groups: {
        G: {
          size: 100_000,
          equations: "dv/dt = (2 - v**2)/(10*ms) : 1",
          method: "euler",
          threshold: "v > 1",
          reset: "v = 0",
          initial: { v: "i/N" },
        },
      },
    },
    slots: 100_000,
    seconds: 0.5,
    spikes: 8_057_323,
    tolerance: 1e-6,
    interleaves: [4, 5, 6, 7, 8],
    peers: ["standalone"],
    aims: { wasm: { standalone: 1.6 }, native: { standalone: 3.5, c: 1.4 } },
  },
  {
    name: "hodgkin-huxley",
    title: "Hodgkin-Huxley, 10,000 × 0.1 s, exponential Euler",
    model: {
      parameters: {
        area: "20000*umetre**2",
        Cm: "1*ufarad*cm**-2*area",
        gl: "5e-5*siemens*cm**-2*area",
        El: "-65*mV",
        EK: "-90*mV",
        ENa: "50*mV",
        g_na: "100*msiemens*cm**-2*area",
        g_kd: "30*msiemens*cm**-2*area",
        VT: "-63*mV",
      },
      groups: {
        G: {
          size: 10_000,
          equations: `dv/dt = (gl*(El-v) - g_na*(m*m*m)*h*(v-ENa) - g_kd*(n*n*n*n)*(v-EK) + I)/Cm : volt
dm/dt = 0.32*(mV**-1)*4*mV/exprel((13.*mV-v+VT)/(4*mV))/ms*(1-m) - 0.28*(mV**-1)*5*mV/exprel((v-VT-40.*mV)/(5*mV))/ms*m : 1
dn/dt = 0.032*(mV**-1)*5*mV/exprel((15.*mV-v+VT)/(5*mV))/ms*(1.-n) - .5*exp((10.*mV-v+VT)/(40.*mV))/ms*n : 1
dh/dt = 0.128*exp((17.*mV-v+VT)/(18.*mV))/ms*(1.-h) - 4./(1+exp((40.*mV-v+VT)/(5.*mV)))/ms*h : 1
I : amp (constant)`,
          method: "exponential_euler",
          threshold: "v > -40*mV",
          refractory: "v > -40*mV",
          initial: { v: "El", I: "0.7*nA*i/N" },
        },
      },
    },
    slots: 10_000,
    seconds: 0.1,
    spikes: 53_279,
    tolerance: 1e-4,
    interleaves: [1, 2, 3, 4],
    peers: ["standalone"],
    aims: { wasm: { standalone: 1.7 }, native: { standalone: 3.5, c: 1.7 } },
  },
  {
    name: "noisy-lif",
    title: "noisy LIF, 10,000 × 1 s",
    model: {
      groups: { G: { size: 10_000, equations: "dv/dt = (9*mV - v)/(10*ms) + 2*mV*sqrt(2/(10*ms))*xi : volt", method: "euler", ...LIF } },
    },
    slots: 10_000,
    seconds: 1,
    spikes: 319_300,
    tolerance: 0.005,
    interleaves: [1, 2, 3, 4],
    peers: ["standalone", "cython"],
    aims: { wasm: { standalone: 5, cython: 2 }, native: { standalone: 12, cython: 6, c: 3 } },
  },
];
