// The columns that a model's outputs fill: their kinds, units, shapes, and what each dimension counts.

import type { Column } from "@spikefarm/protocol";
import type { CheckedModel, CheckedOutput, Expression, Measurement, OutputExpression } from "../checked-model.js";
import { evaluate } from "../expression/evaluate.js";
import { namesIn } from "../linearity/walk-expression.js";
import { binSteps, binsIn, measuredSteps, runTimes, samplesIn } from "./measured-steps.js";
import { measurementsIn, timesOf } from "./output-measurements.js";
import { withSources } from "./parameter-sources.js";
import { resolveParameters } from "./resolve-parameters.js";

/** One column an output, in declared order. A length that a swept parameter changes is null. */
export function outputColumns(model: CheckedModel, swept: ReadonlySet<string>): Column[] {
  const values = resolveParameters(model.parameters, new Map());
  const evaluated = (expression: Expression): number => evaluate(expression, (name) => Number(values.get(name)));
  /** A length made of these expressions; null where a swept parameter changes them, or their defaults make no sense. */
  const length = (expressions: readonly Expression[], compute: () => number): number | null => {
    const names = expressions.flatMap((expression) => [...namesIn(expression, "parameter")]);
    if ([...withSources(names, model.parameters)].some((name) => swept.has(name))) return null;
    const computed = compute();
    return Number.isInteger(computed) && computed >= 0 ? computed : null;
  };
  const elements = (group: string): number | null => {
    const { size } = model.groups.find(({ name }) => name === group)!;
    return length([size], () => evaluated(size)) || null;
  };
  const times = [model.dt, model.duration, model.warmup];
  const steps = (measurement: Measurement, count: (measurement: Measurement) => number): number | null =>
    length([...times, ...timesOf(measurement)], () => count(measurement));
  const window = (measurement: Measurement) =>
    measuredSteps("window" in measurement ? measurement.window : undefined, runTimes(model, evaluated), evaluated);

  const shapeOf = ({ shape, group, value }: CheckedOutput): Pick<Column, "shape" | "dimensions"> => {
    switch (shape) {
      case "scalar":
        return { shape: [] };
      case "list":
        return { shape: [null], dimensions: [isOfSpikes(value) ? "spike" : "event"] };
      case "elements":
        return { shape: [elements(group!)], dimensions: ["element"] };
      case "bins": {
        const bins = steps(only(value), (of) => {
          const { bin } = of as Measurement & { kind: "binned_rate" };
          return binsIn(window(of), binSteps(evaluated(bin), evaluated(model.dt)));
        });
        return { shape: [bins], dimensions: ["bin"] };
      }
      case "samples": {
        const trace = only(value) as Measurement & { kind: "trace" };
        const rows = trace.elements === "all" ? elements(trace.group) : trace.elements.length;
        return { shape: [rows, steps(trace, (of) => samplesIn(window(of), trace.everySteps))], dimensions: ["element", "sample"] };
      }
    }
  };
  return model.outputs.map((output) => {
    const { name, kind, unit, display } = output;
    return { name, kind, unit, ...shapeOf(output), ...(display !== undefined && { display }) };
  });
}

/** The measurement that a list, bins or samples consist of: they stand alone. */
const only = (value: OutputExpression): Measurement => measurementsIn(value)[0]!;

function isOfSpikes(value: OutputExpression): boolean {
  const measurement = only(value);
  return "event" in measurement && measurement.event === "spike";
}
