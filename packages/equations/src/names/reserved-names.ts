// Names that already mean something, so that a model may not use them for its own things.

import { FUNCTIONS, RANDOM_FUNCTIONS } from "../expression/functions.js";
import { findUnit } from "../units/unit-names.js";
import { isNoiseName } from "./builtins.js";
import { CONSTANTS } from "./constants.js";

const BUILTINS = new Set(["t", "dt", "t_in_timesteps", "i", "j", "N", "N_pre", "N_post", "N_incoming", "N_outgoing"]);
const STATE_OF_GROUPS = new Set(["lastspike", "lastupdate", "not_refractory", "refractory", "refractory_until"]);
const KEYWORDS = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global if import in is " +
    "lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);
/** Operators of a sweep's space, and columns of every table. */
const SWEEP_WORDS = new Set(["product", "zip", "union", "where", "sample", "point", "repeat", "status", "error"]);

/** Why a name cannot be given to something, as the end of "NAME is …"; undefined where it can. */
export function reservationOf(name: string): string | undefined {
  if (BUILTINS.has(name) || isNoiseName(name)) return "a variable of every group";
  if (STATE_OF_GROUPS.has(name)) return "part of a group's refractory state";
  if (KEYWORDS.has(name)) return "a word of the language";
  if (CONSTANTS.has(name)) return "a constant";
  if (FUNCTIONS.has(name) || RANDOM_FUNCTIONS.has(name)) return "a function";
  if (findUnit(name) !== undefined) return "a unit";
  if (/_(pre|post)$/.test(name)) return "kept for synapses, because it ends in _pre or _post";
  return undefined;
}

/** The same for what becomes a column of a table. */
export const columnReservationOf = (name: string): string | undefined =>
  reservationOf(name) ?? (SWEEP_WORDS.has(name) ? "a word of sweeps and tables" : undefined);
