// What can go wrong with outputs and single simulations that the user can mend.

export const OUTPUT_CODES = {
  OUTPUT_TOO_LARGE: {
    cause: "the outputs of one trial pass a limit: 10⁶ numbers an output, or what its `max` says, and 64 MiB a trial",
    remedy:
      "record fewer elements (`of=`), less often (`every=`) or a shorter window (`from=`, `to=`), reduce the output to a number, or raise its `max`",
  },
  SIMULATE_MODEL_INVALID: {
    cause: "the model given to `simulate` does not check",
    remedy: "correct what the diagnostics point at",
  },
  SIMULATE_PARAMETER_INVALID: {
    cause: "a parameter given to `simulate` is unknown, derived, or of another type or unit than the model declares",
    remedy: 'give numbers in SI, or quantities as texts such as "10*mV"',
  },
} as const;
