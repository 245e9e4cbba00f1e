// Poisson inputs at the points of the space: a count or rate that cannot be drawn is told before the run.
//
// Looked at are the values of each factor while the other factors stand at their first, and of a long factor its first ones: what goes wrong
// between factors or further on fails its own trials.

import { type CheckedModel, evaluate, poissonProblem, resolveParameters } from "@spikefarm/equations";
import type { PointValue, Space } from "../checked-document.js";
import type { Report } from "../errors.js";
import { factorsOf, spaceSize, valuesAtRank } from "../space/space-arithmetic.js";

const MAX_VALUES = 1000;

export function checkSweptInputs(model: CheckedModel, space: Space, report: Report): void {
  const impossible = new Set<string>();
  for (const point of model.inputs.some(({ kind }) => kind === "poisson") ? pointsAlongFactors(space) : []) {
    const parameters = resolveParameters(model.parameters, point.values);
    const parameter = (name: string): number => Number(parameters.get(name));
    for (const input of model.inputs) {
      if (input.kind !== "poisson" || impossible.has(input.name)) continue;
      const problem = poissonProblem(input, parameter, evaluate(model.dt, parameter));
      if (problem === undefined) continue;
      impossible.add(input.name);
      const message = `the input ${input.name} cannot be drawn${whereIs(point)}: ${problem}`;
      report.error(`model.inputs.${input.name}.poisson`, "SWEEP_INPUT", message, "mend the input, or leave that value out of the sweep");
    }
  }
}

interface Point {
  readonly values: ReadonlyMap<string, PointValue>;
  /** Of the factor that is followed. */
  readonly names: readonly string[];
}

function* pointsAlongFactors(space: Space): Generator<Point> {
  const first = valuesAtRank(space, 0);
  if (first.size === 0) yield { values: first, names: [] };
  let stride = spaceSize(space);
  for (const factor of factorsOf(space)) {
    stride /= spaceSize(factor);
    const names = [...valuesAtRank(factor, 0).keys()];
    for (let index = 0; index < Math.min(spaceSize(factor), MAX_VALUES); index++) {
      yield { values: valuesAtRank(space, index * stride), names };
    }
  }
}

const whereIs = ({ values, names }: Point): string =>
  names.length === 0 ? "" : ` where ${names.map((name) => `${name} is ${values.get(name)}`).join(" and ")}`;
