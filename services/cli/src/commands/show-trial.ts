// spikefarm show ID POINT [REPEAT]: one trial, as text and as a picture.

import { checkQuantity } from "@spikefarm/equations";
import { type CellValue, CodedError, type Column, cellAt, DiagnosticList, type Row, STATUS_NAMES, TrialStatus } from "@spikefarm/protocol";
import { sweptColumns } from "@spikefarm/sweep";
import { observeTrial } from "@spikefarm/worker";
import { type Flags, readConfig } from "../config.js";
import { ExitCode } from "../exit-codes.js";
import { findSummary, openFarmClient } from "../farm-client.js";
import { findSweep } from "../find-sweep.js";
import { type FoundTrial, findPlannedTrial, findStoredTrial, readTrial, type WantedTrial } from "../find-trial.js";
import { withStore } from "../open-store.js";
import { drawTrial } from "../picture/draw-trial.js";
import { PICTURE_SIZE } from "../picture/svg.js";
import { type PictureWindow, trialPicture } from "../picture/trial-picture.js";
import { renderTrial } from "../present/index.js";
import { refuseWindow } from "../refuse-window.js";
import { terminalOf } from "../terminal.js";
import { writePicture } from "../write-picture.js";

export interface ShowTrialFlags extends Flags {
  readonly json?: boolean;
  readonly plot?: string;
  readonly from?: string;
  readonly to?: string;
  readonly repeat?: string;
}

export async function showTrial(wanted: string, point: string, repeat: string | undefined, flags: ShowTrialFlags): Promise<ExitCode> {
  const trial = readTrial(point, repeat);
  const window = { ...readTime("from", flags.from), ...readTime("to", flags.to) };
  if (flags.plot === undefined) refuseWindow(flags);
  const atHand = flags.url === undefined ? await stored(wanted, trial, flags) : await onFarm(wanted, trial, flags);
  if (flags.plot !== undefined) await plot(flags.plot, atHand, window);
  else print(atHand, { ...flags, ...(repeat !== undefined && { repeat }) });
  return ExitCode.ok;
}

interface AtHand {
  readonly found: FoundTrial;
  /** Of the row's cells; the first `swept` are parameters. */
  readonly columns: readonly Column[];
  readonly swept: number;
}

function stored(wanted: string, trial: WantedTrial, flags: Flags): Promise<AtHand> {
  return withStore(readConfig(flags), async (writer) => {
    const record = await findSweep(writer, wanted);
    const found = await findStoredTrial(writer, record, trial);
    return { found, columns: await writer.columns(record.id), swept: record.parameters.length };
  });
}

/** Of a running farm only the document is fetched: the trial is run here, to the same bits. */
async function onFarm(wanted: string, trial: WantedTrial, flags: Flags): Promise<AtHand> {
  const client = openFarmClient(readConfig(flags));
  const { id } = await findSummary(client, wanted);
  const detail = await client.show(id);
  if (detail.kind !== "model") {
    throw new CodedError("CLI_USAGE", "A module's trial cannot be run here; see `spikefarm results ID --url URL` for its row.");
  }
  const planned = findPlannedTrial(detail, detail.document, trial);
  return { found: planned, columns: [...detail.parameters, ...detail.outputs], swept: detail.parameters.length };
}

function print({ found, columns, swept }: AtHand, flags: ShowTrialFlags): void {
  const row = found.row ?? rowOfRun(found);
  if (flags.json === true) {
    process.stdout.write(`${JSON.stringify(asJson(columns, row), null, 2)}\n`);
    return;
  }
  const { hasColor } = terminalOf(process.stdout, readConfig(flags));
  process.stdout.write(`${renderTrial(columns, row, { hasColor, parameters: swept })}\n`);
  if (found.row === undefined) process.stderr.write("The trial was simulated here: its row is not at hand.\n");
  else if (flags.repeat === undefined && found.repeats > 1)
    process.stderr.write(`One of ${found.repeats} repeats; name another after the point.\n`);
}

/** What the trial comes to when it is run here. */
function rowOfRun(found: FoundTrial): Row {
  const { document, part, trial, point, repeat } = found;
  if (document === undefined) throw new CodedError("SWEEP_UNKNOWN", "The trial has no row yet; run the sweep first.");
  const swept = sweptColumns(document, part, { from: trial, to: trial + 1 }).map(({ column, data }) => cellAt(column, data, 0));
  const base = { point, repeat, errorCode: "", errorMessage: "" };
  try {
    const outputs = observeTrial(document, found, []).outputs();
    const cells = outputs.map((output) => (typeof output === "number" ? output : [...output]));
    return { ...base, status: TrialStatus.ok, cells: [...swept, ...cells] };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { ...base, status: TrialStatus.failed, errorCode: error.code, errorMessage: error.message, cells: swept };
  }
}

/** As in tables: SI base units, non-finite numbers as texts, nothing where there is no value. */
function asJson(columns: readonly Column[], row: Row): object {
  const values = columns.map(({ name }, index) => [name, finite(row.cells[index] ?? null)] as const);
  const { point, repeat, errorCode: code, errorMessage: message } = row;
  return {
    ...{ point, repeat, status: STATUS_NAMES[row.status], error: row.status === TrialStatus.ok ? null : { code, message } },
    columns: columns.map(({ name, unit, shape, dimensions = [] }) => ({ name, unit, shape, dimensions })),
    values: Object.fromEntries(values),
  };
}

function finite(cell: CellValue | null): unknown {
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : String(cell);
  return typeof cell === "object" && cell !== null ? cell.map(finite) : cell;
}

async function plot(file: string, { found, columns }: AtHand, window: PictureWindow): Promise<void> {
  const { picture, origin } = trialPicture(found, columns, window);
  await writePicture(file, drawTrial(picture, PICTURE_SIZE));
  process.stdout.write(`${file}: point ${found.point}, repeat ${found.repeat}, ${origin}\n`);
}

function readTime(name: "from" | "to", text: string | undefined): PictureWindow {
  if (text === undefined) return {};
  const diagnostics = new DiagnosticList();
  const quantity = checkQuantity({ path: `--${name}`, text }, diagnostics);
  if (quantity?.unit === "second") return { [name]: quantity.value };
  throw new CodedError("CLI_USAGE", `--${name} is a time such as 100*ms, not ${text}.`, { diagnostics: diagnostics.items });
}
