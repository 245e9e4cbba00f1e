// What a simulation can run into that the user can mend.

export const SIMULATOR_CODES = {
  TRIAL_NONFINITE: {
    cause: "a variable became NaN or infinite in a model that says `fail_on_nonfinite: true`",
    remedy: "use a smaller `dt`, keep the parameters in the model's range, or leave `fail_on_nonfinite` out",
  },
  TRIAL_INPUT: {
    cause:
      "a Poisson input of the trial has a `count` that is not a whole number, or a `rate` that its sources cannot have in steps of `dt`",
    remedy: "make `count` whole and at least 0, and 0 ≤ `rate` ≤ 1/`dt`, or `dt` smaller",
  },
  SIMULATION_SHAPE: {
    cause: "the parameters of a trial give it a size, dt, duration or warmup that cannot be run",
    remedy: "make sizes whole and at least 1, dt positive, and 0 ≤ warmup ≤ duration",
  },
  SIMULATION_SPIKE_TIMES: {
    cause:
      "the spikes of an input cannot be delivered: two of one element in one step, an element that the group does not have, one after the period",
    remedy: "move the spikes apart or use a smaller `dt`; name elements of the group; give a period that ends after the last spike",
  },
  SIMULATION_SUBNORMALS: {
    cause: "a library that a module has loaded (one linked with fast-math) has switched subnormal numbers off, so results would differ",
    remedy: "link the library without fast-math, or call it in a process of its own",
  },
  SIMULATION_TOO_LARGE: {
    cause: "one trial needs more memory than a kernel or its traces may use",
    remedy: "make the group smaller, or trace fewer elements or less often",
  },
} as const;

export type SimulatorCode = keyof typeof SIMULATOR_CODES;
