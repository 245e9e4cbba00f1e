// Options that take a number.

import { CodedError } from "@spikefarm/protocol";

export function countOption(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new CodedError("CLI_USAGE", `${flag} ${text} is not a whole number from 1 on.`);
}
