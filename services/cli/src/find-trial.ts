// The trial that `show ID POINT [REPEAT]` names: its place in the sweep, the sweep's document, and its row where there is one.

import { findRow } from "@spikefarm/datamanager";
import { CodedError, DiagnosticList, type PartRecord, type Row, type SweepRecord, trialOf, type WriterPort } from "@spikefarm/protocol";
import { type CheckedDocument, checkDocument, type Plan, parseDocument, planSweep } from "@spikefarm/sweep";

export interface FoundTrial {
  readonly sweep: { readonly id: string; readonly name: string };
  readonly point: number;
  readonly repeat: number;
  /** Repeats of its part. */
  readonly repeats: number;
  readonly part: PartRecord;
  readonly trial: number;
  /** Undefined for a module: this command does not run one. */
  readonly document: CheckedDocument | undefined;
  /** Undefined where the trial has none yet, or it is not at hand. */
  readonly row: Row | undefined;
}

export interface WantedTrial {
  readonly point: number;
  readonly repeat: number | undefined;
}

/** @throws {CodedError} CLI_USAGE for what is no number. */
export function readTrial(point: string, repeat: string | undefined): WantedTrial {
  const read = (text: string, what: string): number => {
    if (/^\d{1,15}$/.test(text)) return Number(text);
    throw new CodedError("CLI_USAGE", `${what} is a whole number as in the tables' column ${what}, not ${text}.`);
  };
  return { point: read(point, "point"), repeat: repeat === undefined ? undefined : read(repeat, "repeat") };
}

/** @throws {CodedError} CLI_USAGE where the sweep has no such trial. */
export async function findStoredTrial(writer: WriterPort, record: SweepRecord, wanted: WantedTrial): Promise<FoundTrial> {
  const document = record.kind === "model" ? checkAgain(record.document) : undefined;
  const placed = place(record.parts, wanted);
  return { sweep: record, ...placed, document, row: await findRow(writer, record, placed) };
}

/** The same for a sweep of which only the document is at hand. @throws {CodedError} */
export function findPlannedTrial(
  sweep: { readonly id: string; readonly name: string },
  document: unknown,
  wanted: WantedTrial,
): FoundTrial & { readonly plan: Plan } {
  const checked = checkAgain(JSON.stringify(document));
  const plan = planSweep(checked);
  return { sweep, ...place(plan.parts, wanted), document: checked, row: undefined, plan };
}

function place(parts: readonly PartRecord[], { point, repeat }: WantedTrial) {
  const part = parts.find(
    ({ firstPoint, points, firstRepeat, repeats }) =>
      point >= firstPoint &&
      point < firstPoint + points &&
      (repeat === undefined || (repeat >= firstRepeat && repeat < firstRepeat + repeats)),
  );
  if (part === undefined) {
    const ranges = parts.map(({ firstPoint, points, firstRepeat, repeats }) => {
      const last = { point: firstPoint + points - 1, repeat: firstRepeat + repeats - 1 };
      return `points ${firstPoint} to ${last.point}, repeats ${firstRepeat} to ${last.repeat}`;
    });
    const which = repeat === undefined ? `point ${point}` : `point ${point}, repeat ${repeat}`;
    throw new CodedError("CLI_USAGE", `The sweep has no ${which}; it has ${ranges.join("; ")}.`);
  }
  const at = { point, repeat: repeat ?? part.firstRepeat };
  return { ...at, repeats: part.repeats, part, trial: trialOf(part, at) };
}

function checkAgain(text: string): CheckedDocument {
  const diagnostics = new DiagnosticList();
  const document = checkDocument(parseDocument(text, diagnostics), { modules: () => undefined }, diagnostics);
  if (document !== undefined && !diagnostics.hasErrors) return document;
  const message = "The sweep's document does not check with this version of spikefarm; use the version that ran it.";
  throw new CodedError("DOCUMENT_INVALID", message, { diagnostics: diagnostics.items });
}
