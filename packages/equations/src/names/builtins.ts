// Names that every group has, and those that some of its texts have.

import { DIMENSIONLESS, raiseDimension, SECOND } from "../units/dimension.js";
import type { NamedValue } from "./scope.js";

const builtin = (type: NamedValue["type"], dimension: NamedValue["dimension"]): NamedValue => ({ from: "builtin", type, dimension });

export const BUILTINS: ReadonlyMap<string, NamedValue> = new Map([
  ["t", builtin("float", SECOND)],
  ["t_in_timesteps", builtin("integer", DIMENSIONLESS)],
  ["dt", builtin("float", SECOND)],
  ["i", builtin("integer", DIMENSIONLESS)],
  ["N", builtin("integer", DIMENSIONLESS)],
]);

/** Of groups with a threshold. */
export const SPIKING_BUILTINS: ReadonlyMap<string, NamedValue> = new Map([
  ["lastspike", builtin("float", SECOND)],
  ["not_refractory", builtin("boolean", DIMENSIONLESS)],
]);

/** Those that have one value an element; the others are the same for the whole group. */
export const ELEMENT_BUILTINS: ReadonlySet<string> = new Set(["i", "lastspike", "not_refractory"]);

export const isNoiseName = (name: string): boolean => /^xi(_\w+)?$/.test(name);

/** `xi` and every `xi_NAME`, in differential equations only: white noise, of unit second**-0.5. */
export const NOISE: NamedValue = { from: "noise", type: "float", dimension: raiseDimension(SECOND, -1, 2) };
