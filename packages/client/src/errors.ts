/** What a client of the farm's services can report (docs/errors.md). */
export const CLIENT_CODES = {
  CLIENT_UNREACHABLE: {
    cause: "Nothing answers at the address of the service.",
    remedy: "Start it (`spikefarm up`), or give the right address with --url or SPIKEFARM_COORDINATOR_URL.",
  },
  CLIENT_URL_INVALID: {
    cause: "The address of a service is not an http:// or https:// URL.",
    remedy: "Give one such as http://127.0.0.1:7070 with the flag or the variable that the message names.",
  },
  CLIENT_REFUSED: {
    cause: "The service answered with an error that is none of its own problems: perhaps something else listens at that address.",
    remedy: "Check the address, and that both sides are of the same version.",
  },
} as const;
