// What is impossible in a Poisson input: its numbers are judged where they are known, in the document or in each trial.
//
// A source fires at most once a step, with the chance rate·dt. One alone fires in every step where the rate is higher and in none below 0, as a
// neuron of Brian 2's PoissonGroup does; of more sources a rate that cannot be drawn is refused, as its PoissonInput refuses it.

import { LARGEST_TOTAL_MEAN } from "@spikefarm/numerics";
import type { Expression, PoissonInput } from "../checked-model.js";
import { evaluate } from "../expression/evaluate.js";
import { MAX_POISSON_SOURCES } from "../limits.js";
import { someNode } from "../linearity/walk-expression.js";

/** A chance this far beyond 0 or 1 is one that was rounded on its way. */
const CHANCE_TOLERANCE = 1e-9;

/** In the words of a message; undefined where nothing is wrong. `parameter` gives its values in the trial. */
export function poissonProblem(
  { count, rate }: Pick<PoissonInput, "count" | "rate">,
  parameter: (name: string) => number,
  dtSeconds: number,
): string | undefined {
  const value = (expression: Expression) => evaluate(expression, (name) => (name === "dt" ? dtSeconds : parameter(name)));
  const sources = value(count);
  if (!(Number.isInteger(sources) && sources >= 0 && sources <= MAX_POISSON_SOURCES)) {
    return `its count is ${sources}; it must be a whole number from 0 to ${MAX_POISSON_SOURCES}`;
  }
  if (sources === 0 || !isKnownInTrial(rate)) return undefined;
  const hertz = value(rate);
  const chance = hertz * dtSeconds;
  if (Number.isNaN(chance)) return "its rate is NaN";
  if (sources === 1) return undefined;
  if (chance < -CHANCE_TOLERANCE || chance > 1 + CHANCE_TOLERANCE) {
    return `its rate is ${hertz}*Hz; ${sources} sources that fire at most once a step of ${dtSeconds}*second have one from 0 to ${1 / dtSeconds}*Hz`;
  }
  if (sources * Math.min(chance, 1 - chance) <= LARGEST_TOTAL_MEAN) return undefined;
  return `its ${sources} sources fire ${sources * chance} times a step; at most ${LARGEST_TOTAL_MEAN} are drawn`;
}

const isKnownInTrial = (expression: Expression): boolean =>
  !someNode(expression, (node) => node.kind === "draw" || node.kind === "lookup" || (node.kind === "name" && !isKnown(node)));

const isKnown = ({ name, from }: Expression & { kind: "name" }): boolean => from === "parameter" || name === "dt";
