// Options that take a number.

import { CodedError } from "@spikefarm/protocol";

export function countOption(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new CodedError("CLI_USAGE", `${flag} ${text} is not a whole number from 1 on.`);
}

const MAX_PORT = 65_535;

export function portOption(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= MAX_PORT) return port;
  throw new CodedError("CLI_USAGE", `--port ${text} is not a port; give a whole number from 0 (any free one) to ${MAX_PORT}.`);
}
