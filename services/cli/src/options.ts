// Settings that are numbers. Each is quoted by the name it was given under: a flag, or a variable.

import { CodedError } from "@spikefarm/protocol";

export function countOption(name: string, text: string | undefined, most = Number.MAX_SAFE_INTEGER): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  const range = most === Number.MAX_SAFE_INTEGER ? "from 1 on" : `from 1 to ${most}`;
  throw new CodedError("CLI_USAGE", `${name} ${text} is not a whole number ${range}; give one, or leave it out.`);
}

const MAX_PORT = 65_535;

export function portOption(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= MAX_PORT) return port;
  throw new CodedError("CLI_USAGE", `${name} ${text} is not a port; give a whole number from 0 (any free one) to ${MAX_PORT}.`);
}
