// What stands in addresses: ids and numbers, checked once by schema, then precise.

import type { SweepId } from "@spikefarm/protocol";

export const SWEEP = { type: "string", pattern: "^s[0-9a-z]{14}$" } as const;
/** A whole number that a double holds exactly. */
export const COUNT = { type: "string", pattern: "^\\d{1,15}$" } as const;
/** Milliseconds, less than 100 s. */
export const WAIT = { type: "string", pattern: "^\\d{1,5}$" } as const;

export const STRIDE = { type: "string", pattern: "^[1-9]\\d{0,14}$" } as const;

/** Judged by the store. */
export const NUMBER = { type: "string", pattern: "^-?\\d{1,15}(\\.\\d+)?$" } as const;

export const SWEEP_PARAMETERS = { type: "object", properties: { id: SWEEP }, required: ["id"] } as const;
export const PART_PARAMETERS = { type: "object", properties: { id: SWEEP, part: COUNT }, required: ["id", "part"] } as const;

export interface SweepParameters {
  readonly id: SweepId;
}
export interface PartParameters extends SweepParameters {
  readonly part: string;
}
