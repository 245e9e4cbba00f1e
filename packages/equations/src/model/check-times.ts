// dt, duration and warmup, and other times of the document: seconds, made of parameters.

import type { DiagnosticList } from "@spikefarm/protocol";
import type { Expression } from "../checked-model.js";
import { reportAt, reportIn } from "../errors.js";
import { SECOND } from "../units/dimension.js";
import type { ParameterTable } from "./check-parameters.js";
import { checkOfParameters, requireDimension } from "./check-text.js";
import { entryOf, type Mapping } from "./document-value.js";
import { STEP_TOLERANCE } from "./measured-steps.js";

export interface Times {
  readonly dt: Expression;
  readonly duration: Expression;
  readonly warmup: Expression;
}

export function checkTimes(mapping: Mapping, path: string, parameters: ParameterTable, diagnostics: DiagnosticList): Times | undefined {
  const duration = entryOf(mapping, "duration");
  if (duration === undefined) reportAt(diagnostics, path, "MODEL_MISSING_KEY", "the model has no duration", "add duration: 1*second");
  const check = (key: string, value: unknown): Expression | undefined =>
    checkTime({ what: key, value, path: `${path}.${key}`, mayBeZero: key === "warmup" }, parameters, diagnostics);
  const times = {
    dt: check("dt", entryOf(mapping, "dt") ?? "0.1*ms"),
    duration: duration === undefined ? undefined : check("duration", duration),
    warmup: check("warmup", entryOf(mapping, "warmup") ?? "0*second"),
  };
  if (!times.dt || !times.duration || !times.warmup) return undefined;
  const { warmup } = times;
  if (warmup.kind === "number" && times.duration.kind === "number" && warmup.value >= times.duration.value) {
    reportAt(diagnostics, `${path}.warmup`, "MODEL_VALUE", "warmup must be shorter than duration", "what is left of duration is measured");
  }
  return { dt: times.dt, duration: times.duration, warmup };
}

/** A time made of parameters; undefined after reporting. */
function checkTime(
  entry: { readonly what: string; readonly value: unknown; readonly path: string; readonly mayBeZero?: boolean },
  parameters: ParameterTable,
  diagnostics: DiagnosticList,
): Expression | undefined {
  const { what, mayBeZero } = entry;
  const checked = checkOfParameters(entry, what, parameters, diagnostics);
  const time = checked && requireDimension(checked, { what, dimension: SECOND, kind: "a time (second)" }, diagnostics);
  if (time?.kind !== "number") return time;
  if (mayBeZero ? time.value >= 0 : time.value > 0) return time;
  return reportIn(diagnostics, checked!, "MODEL_VALUE", `${what} must be ${mayBeZero ? "0*second or more" : "above 0*second"}`);
}

/** The same for the time between things that happen at steps: a whole number of steps, as far as that is known before the run. */
export function checkPeriod(
  entry: { readonly what: string; readonly value: unknown; readonly path: string },
  of: { readonly parameters: ParameterTable; readonly dt: Expression | undefined },
  diagnostics: DiagnosticList,
): Expression | undefined {
  const period = checkTime(entry, of.parameters, diagnostics);
  if (period?.kind !== "number" || of.dt?.kind !== "number") return period;
  const steps = period.value / of.dt.value;
  if (Math.round(steps) >= 1 && Math.abs(steps - Math.round(steps)) < STEP_TOLERANCE) return period;
  const message = `${entry.what} must be a multiple of the model's dt, and this is ${Number(steps.toPrecision(6))} steps`;
  return reportAt(diagnostics, entry.path, "MODEL_VALUE", message, periodHelp(steps, of.dt.value));
}

/** The multiples next to it, and a dt that fits it, where one is not far. */
function periodHelp(steps: number, dt: number): string {
  const multiples = [Math.floor(steps), Math.ceil(steps)].filter((count) => count >= 1).map((count) => inMilliseconds(count * dt));
  const parts = FINER.find((count) => Math.abs(count * steps - Math.round(count * steps)) < STEP_TOLERANCE);
  const finer = parts === undefined ? "" : `, or give the model dt: ${inMilliseconds(dt / parts)}`;
  return `write ${multiples.join(" or ")}${finer}; dt is ${inMilliseconds(dt)}`;
}

/** Into how many steps a step of dt is cut at most, when a dt that fits is looked for. */
const FINER: readonly number[] = Array.from({ length: 19 }, (_, index) => index + 2);

const inMilliseconds = (seconds: number): string => `${Number((seconds * 1000).toPrecision(6))}*ms`;
