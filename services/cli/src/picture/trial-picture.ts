// The picture of one trial: from its row where that holds what is to be seen, else from the trial run again with recordings added. The same
// seed, repeat and parameters give the same bits, and whether they did is said below the picture.

import { type CheckedModel, type Expression, evaluate, measuredSteps, runTimes } from "@spikefarm/equations";
import { CodedError, type Column, type Row, TrialStatus } from "@spikefarm/protocol";
import { trialParameters } from "@spikefarm/sweep";
import { type ObservedTrial, observeTrial } from "@spikefarm/worker";
import type { FoundTrial } from "../find-trial.js";
import { formatNumber, shownUnit, shownValue } from "../present/index.js";
import type { RasterPanel, TracePanel, TrialPicture } from "./draw-trial.js";
import { keptSource, observedSource, type TrialRun, type TrialSource } from "./trial-source.js";
import { recordingOutputs, samplingSteps, type WantedPanel, type WantedRaster, type WantedTraces, wantedPanels } from "./wanted-panels.js";

export interface PictureOf {
  readonly picture: TrialPicture;
  /** How it came about, in a sentence. */
  readonly origin: string;
}

/** Part of the run, in seconds. */
export interface PictureWindow {
  readonly from?: number;
  readonly to?: number;
}

const MAX_PANELS = 6;

/** `columns`: those of the row's cells, swept parameters first. @throws {CodedError} */
export function trialPicture(found: FoundTrial, columns: readonly Column[], window: PictureWindow): PictureOf {
  const model = modelOf(found);
  const { row } = found;
  const values = trialParameters(found.document!, found.part, found.trial);
  const parameters = new Map([...values].filter((entry): entry is [string, number] => typeof entry[1] === "number"));
  const value = (expression: Expression): number => evaluate(expression, (name) => parameters.get(name)!);
  const times = runTimes(model, value);
  const steps = measuredSteps({ from: START }, times, value).end;
  const run: TrialRun = { model, dtSeconds: times.dt, steps, windowOf: (of) => measuredSteps(of, times, value) };

  const all = wantedPanels(model, parameters);
  if (all.length === 0) throw new CodedError("CLI_USAGE", "There is nothing to plot: no group of the model has a threshold or changes.");
  const panels = all.slice(0, MAX_PANELS);
  const omitted = all.slice(MAX_PANELS).map(nameOf);
  const kept = row?.status === TrialStatus.ok ? keptSource(run, row) : undefined;
  const { source, origin } =
    kept !== undefined && panels.every(kept.has) ? { source: kept, origin: "drawn from the trial's row" } : again(found, run, panels);
  const swept = columns.slice(0, columns.length - model.outputs.length);
  const picture: TrialPicture = {
    title: `${found.sweep.name || found.sweep.id} · point ${found.point}${found.repeats > 1 ? `, repeat ${found.repeat}` : ""}`,
    subtitle: swept.map((column) => shownParameter(column, values.get(column.name))).join(", "),
    fromSeconds: Math.max(0, window.from ?? 0),
    toSeconds: Math.min(times.duration, window.to ?? times.duration),
    panels: panels.map((panel) => (panel.kind === "raster" ? rasterOf(panel, source) : tracesOf(panel, source))),
    notes: [origin, ...(omitted.length === 0 ? [] : [`not drawn: ${omitted.join("; ")}`])],
  };
  if (picture.fromSeconds >= picture.toSeconds) {
    throw new CodedError("CLI_USAGE", `--from and --to leave nothing to see: the run goes from 0 to ${times.duration} s.`);
  }
  return { picture, origin };
}

const START: Expression = { kind: "number", value: 0, type: "integer" };

function modelOf({ document }: FoundTrial): CheckedModel {
  if (document?.task.kind === "model") return document.task.model;
  throw new CodedError("CLI_USAGE", "Only trials of a model can be plotted: this sweep's trials are a module's own.");
}

/** Runs the trial once more. */
function again(
  found: FoundTrial,
  run: TrialRun,
  panels: readonly WantedPanel[],
): { readonly source: TrialSource; readonly origin: string } {
  const everySteps = samplingSteps(panels, run.steps);
  const observed = observeTrial(found.document!, found, recordingOutputs(panels, everySteps));
  const { seed } = found.document!.sweep;
  const what = `simulated again with recordings added (seed ${seed}, repeat ${found.repeat})`;
  return { source: observedSource(observed, run, everySteps), origin: `${what}${verdict(found.row, observed)}` };
}

/** Whether the trial came to what its row holds. */
function verdict(row: Row | undefined, observed: ObservedTrial): string {
  if (row?.status !== TrialStatus.ok) return "";
  const outputs = observed.outputs();
  const cells = row.cells.slice(row.cells.length - outputs.length);
  const isSame = outputs.every((output, index) => {
    const cell = cells[index];
    if (typeof output === "number") return Object.is(output, cell);
    return Array.isArray(cell) && cell.length === output.length && output.every((number, place) => Object.is(number, cell[place]));
  });
  return isSame
    ? "; its outputs are the stored ones to the bit"
    : "; its outputs differ from the stored ones, which another version computed";
}

const nameOf = (panel: WantedPanel): string =>
  panel.kind === "raster"
    ? `${panel.event === "spike" ? "spikes" : panel.event} of ${panel.group}`
    : panel.variables.map((variable) => `${panel.group}.${variable}`).join(", ");

function shownParameter(column: Column, value: unknown): string {
  if (typeof value !== "number" || column.kind === "u8") return `${column.name} = ${column.kind === "u8" ? Boolean(value) : value}`;
  const unit = shownUnit(column, "display");
  return `${column.name} = ${formatNumber(shownValue(column, value, "display"))}${unit === "" ? "" : ` ${unit}`}`;
}

const rasterOf = (panel: WantedRaster, source: TrialSource): RasterPanel => ({
  ...{ kind: "raster", title: nameOf(panel), size: panel.size },
  ...source.spikes(panel),
});

function tracesOf(panel: WantedTraces, source: TrialSource): TracePanel {
  const { variables, elements, unit, display } = panel;
  const lines = variables.flatMap((variable) =>
    elements.map((element) => ({
      label: variables.length > 1 ? variable : `element ${element}`,
      ...source.trace(panel, variable, element),
    })),
  );
  const of = variables.length > 1 ? "variables" : "elements";
  const title = { kind: "traces", title: nameOf(panel), name: variables.join(", "), of } as const;
  return { ...title, unit, ...(display !== undefined && { display }), lines };
}
