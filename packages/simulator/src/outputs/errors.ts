// What can go wrong with outputs that the user can mend.

export const OUTPUT_CODES = {
  OUTPUT_TOO_LARGE: {
    cause: "the outputs of one trial pass a limit: 10⁶ numbers an output, 64 MiB a trial",
    remedy: "record fewer elements (`of=`) or less often (`every=`), or reduce the output to a number",
  },
} as const;
