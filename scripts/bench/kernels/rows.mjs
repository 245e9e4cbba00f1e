// The rows of the comparison, in the order they are printed: each measures and prints itself.

import { measureCompile } from "./compile.mjs";
import { measureCurveFromStart } from "./curve-from-start.mjs";
import { measureCurveInProcess } from "./curve-in-process.mjs";
import { measureFindRateSweep } from "./find-rate-sweep.mjs";
import { measureLoop } from "./loop.mjs";
import { LOOP_ROWS } from "./loop-rows.mjs";
import { measureSizes, measureSlices } from "./sizes.mjs";

export const ROWS = [
  ...LOOP_ROWS.map((row) => ({ name: row.name, measure: (context) => measureLoop(row, context) })),
  { name: "curve", measure: measureCurveInProcess },
  { name: "curve-from-start", measure: measureCurveFromStart },
  { name: "find-rate-sweep", measure: measureFindRateSweep },
  { name: "compile", measure: measureCompile },
  { name: "sizes", measure: measureSizes },
  { name: "slices", measure: measureSlices },
];
