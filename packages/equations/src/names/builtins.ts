// Names that every group has.

import { DIMENSIONLESS, SECOND } from "../units/dimension.js";
import type { NamedValue } from "./scope.js";

export const BUILTINS: ReadonlyMap<string, NamedValue> = new Map([
  ["t", { from: "builtin", type: "float", dimension: SECOND }],
  ["dt", { from: "builtin", type: "float", dimension: SECOND }],
  ["i", { from: "builtin", type: "integer", dimension: DIMENSIONLESS }],
  ["N", { from: "builtin", type: "integer", dimension: DIMENSIONLESS }],
]);
