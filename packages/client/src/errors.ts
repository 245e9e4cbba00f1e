/** What a client of the farm's services can report (docs/errors.md). */
export const CLIENT_CODES = {
  CLIENT_UNREACHABLE: {
    cause: "Nothing answers at the address of the service.",
    remedy: "Start it (`spikefarm up`), or give the right address with --url or SPIKEFARM_COORDINATOR_URL.",
  },
  CLIENT_REFUSED: {
    cause: "The service answered with an error that is none of its own problems: perhaps something else listens at that address.",
    remedy: "Check the address, and that both sides are of the same version.",
  },
} as const;
