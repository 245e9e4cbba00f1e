// What a run must record so that a model's outputs can be computed: asking for an output is what records it, and nothing else is.

import type { CheckedModel, Measurement, OutputExpression } from "@spikefarm/equations";

/** What one group has to record. */
export interface RequiredRecordings {
  readonly counts: boolean;
  readonly firstSpike: boolean;
  readonly spikes: boolean;
  /** Variables whose value after the last step is asked for. */
  readonly finals: ReadonlySet<string>;
  /** Each trace once, however many outputs use it. */
  readonly traces: readonly TraceRequest[];
}

export type TraceRequest = Omit<Extract<Measurement, { kind: "trace" }>, "kind" | "group">;

/** The recordings that the model's outputs need, for every group of the model. */
export function requiredRecordings(model: CheckedModel): ReadonlyMap<string, RequiredRecordings> {
  const measurements = model.outputs.flatMap((output) => measurementsIn(output.value));
  return new Map(
    model.groups.map((group) => [group.name, recordingsOf(measurements.filter((measurement) => measurement.group === group.name))]),
  );
}

/** The measurements an output is made of, left to right. */
function measurementsIn(expression: OutputExpression): readonly Measurement[] {
  if (expression.kind === "measurement") return [expression.measurement];
  return operandsOf(expression).flatMap(measurementsIn);
}

function operandsOf(expression: OutputExpression): readonly OutputExpression[] {
  switch (expression.kind) {
    case "reduce":
      return [expression.of];
    case "negate":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "call":
      return expression.arguments;
    case "measurement":
    case "number":
    case "parameter":
      return [];
  }
}

function recordingsOf(measurements: readonly Measurement[]): RequiredRecordings {
  const asks = (...kinds: Measurement["kind"][]) => measurements.some((measurement) => kinds.includes(measurement.kind));
  const traces = new Map<string, TraceRequest>();
  for (const measurement of measurements) {
    if (measurement.kind !== "trace") continue;
    const { variable, elements, everySteps } = measurement;
    traces.set(JSON.stringify([variable, elements, everySteps]), { variable, elements, everySteps });
  }
  return {
    counts: asks("count", "counts", "rate", "rates"),
    firstSpike: asks("first_spike"),
    spikes: asks("spikes"),
    finals: new Set(measurements.flatMap((measurement) => (measurement.kind === "final" ? [measurement.variable] : []))),
    traces: [...traces.values()],
  };
}
