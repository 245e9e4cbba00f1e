// What a picture of a trial shows: the rasters of its groups' spikes and events, and the variables that its outputs trace; where they trace
// none, the state variables of a few elements.

import {
  type CheckedGroup,
  type CheckedModel,
  type CheckedOutput,
  type Expression,
  evaluate,
  type Measurement,
  measurementsIn,
} from "@spikefarm/equations";

export interface WantedRaster {
  readonly kind: "raster";
  readonly group: string;
  readonly event: string;
  readonly size: number;
}

/** The variables share a unit; either one variable of some elements, or some variables of one. */
export interface WantedTraces {
  readonly kind: "traces";
  readonly group: string;
  readonly unit: string;
  readonly display?: string;
  readonly variables: readonly string[];
  readonly elements: readonly number[];
}

export type WantedPanel = WantedRaster | WantedTraces;

/** Elements whose lines still tell apart. */
const MAX_ELEMENTS = 5;
/** Samples that are recorded for a picture, of all lines. */
const MAX_SAMPLES = 4_000_000;
/** Spikes of a group that a picture takes in. */
const MAX_SPIKES = 8_388_608;

export function wantedPanels(model: CheckedModel, parameters: ReadonlyMap<string, number>): readonly WantedPanel[] {
  const traces = model.outputs.flatMap(({ value, display }) =>
    measurementsIn(value).flatMap((measurement) => (measurement.kind === "trace" ? [{ ...measurement, display }] : [])),
  );
  return model.groups.flatMap((group) => {
    const size = evaluate(group.size, (name) => parameters.get(name)!);
    const events = [...(group.threshold === undefined ? [] : ["spike"]), ...group.events.map(({ name }) => name)];
    const rasters = events.map((event): WantedRaster => ({ kind: "raster", group: group.name, event, size }));
    const own = traces.filter((trace) => trace.group === group.name);
    return [...rasters, ...(own.length === 0 ? unasked(group, size, traces.length > 0) : asked(group, size, own))];
  });
}

type Traced = Measurement & { readonly kind: "trace" } & { readonly display: string | undefined };

/** The traces that the outputs ask for. */
function asked(group: CheckedGroup, size: number, traces: readonly Traced[]): readonly WantedTraces[] {
  const variables = [...new Set(traces.map(({ variable }) => variable))];
  const lines = variables.map((variable) => {
    const own = traces.filter((trace) => trace.variable === variable);
    const elements = new Set(own.flatMap((trace) => (trace.elements === "all" ? firstOf(size) : trace.elements)));
    const display = own.find((trace) => trace.display !== undefined)?.display;
    return { variable, elements: [...elements].sort((a, b) => a - b).slice(0, MAX_ELEMENTS), display };
  });
  return panelsOf(group, lines);
}

/** The state variables, where no output of the model asks for any trace. */
function unasked(group: CheckedGroup, size: number, isTracedElsewhere: boolean): readonly WantedTraces[] {
  if (isTracedElsewhere) return [];
  const states = group.variables.filter(({ kind }) => kind === "state");
  return panelsOf(
    group,
    states.map(({ name }) => ({ variable: name, elements: firstOf(size), display: undefined })),
  );
}

const firstOf = (size: number): readonly number[] => [...Array(Math.min(size, MAX_ELEMENTS)).keys()];

interface Line {
  readonly variable: string;
  readonly elements: readonly number[];
  readonly display: string | undefined;
}

function panelsOf(group: CheckedGroup, lines: readonly Line[]): readonly WantedTraces[] {
  const panels: WantedTraces[] = [];
  for (const { variable, elements, display } of lines) {
    const { unit } = group.variables.find(({ name }) => name === variable)!;
    const alike = panels.findIndex((panel) => panel.unit === unit && panel.elements.join() === elements.join() && elements.length === 1);
    const found = panels[alike];
    if (found !== undefined) panels[alike] = { ...found, variables: [...found.variables, variable] };
    else
      panels.push({ kind: "traces", group: group.name, unit, variables: [variable], elements, ...(display !== undefined && { display }) });
  }
  return panels;
}

const START: Expression = { kind: "number", value: 0, type: "integer" };

/** Of traces that record few enough samples for a picture. */
export function samplingSteps(panels: readonly WantedPanel[], steps: number): number {
  const lines = panels.reduce((sum, panel) => sum + (panel.kind === "traces" ? panel.variables.length * panel.elements.length : 0), 0);
  return Math.max(1, Math.ceil((steps * lines) / MAX_SAMPLES));
}

/** The outputs that record what the panels show, from the first step to the last. */
export function recordingOutputs(panels: readonly WantedPanel[], everySteps: number): readonly CheckedOutput[] {
  const window = { from: START };
  return panels.flatMap((panel, index): CheckedOutput[] => {
    const output = { kind: "f64", unit: "", max: MAX_SPIKES, group: panel.group } as const;
    if (panel.kind === "raster") {
      const measurement: Measurement = { kind: "spikes", group: panel.group, event: panel.event, window };
      return [{ ...output, name: `#${index}`, shape: "list", value: { kind: "measurement", measurement } }];
    }
    return panel.variables.map((variable) => {
      const measurement: Measurement = { kind: "trace", group: panel.group, variable, elements: panel.elements, everySteps, window };
      return { ...output, name: `#${index} ${variable}`, shape: "samples", value: { kind: "measurement", measurement } };
    });
  });
}
