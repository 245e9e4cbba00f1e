// Choices that are a processor's own minimum and maximum:
//
//   select(x < y, x, y) = minimum(y, x)        select(x < y, y, x) = maximum(x, y)
//
// minimum(a, b) is b < a ? b : a, and maximum(a, b) is a < b ? b : a. Both keep their first argument where the two are equal (so of two zeros the
// first) and where either is NaN, which is what one instruction of x86 and one of WebAssembly (pmin, pmax) do.

import type { Value } from "../program.js";
import type { LocalPass } from "./local-pass.js";

export const recogniseExtremes: LocalPass = {
  name: "recognise extremes",
  rewrite: ({ operation, arguments: args }, builder) => {
    if (operation !== "select") return undefined;
    const [condition, whenTrue, whenFalse] = args as readonly [number, Value, Value];
    const { operation: comparison, arguments: compared } = builder.nodes[condition]!;
    if (comparison !== "lessThan") return undefined;
    const [x, y] = compared;
    if (whenTrue === x && whenFalse === y) return builder.minimum(whenFalse, whenTrue);
    return whenTrue === y && whenFalse === x ? builder.maximum(whenFalse, whenTrue) : undefined;
  },
};
