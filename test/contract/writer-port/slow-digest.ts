// IDENTITY 19 once more, slow and obvious: from the rows as they are read back, one byte list a page, with nothing of the store's own code.

import { createHash } from "node:crypto";
import { type CellValue, type Column, type Row, type SweepRecord, TrialStatus, trialOf, type WriterPort } from "@spikefarm/protocol";
import { collect } from "./sweeps.js";

const PAGE = 4096;

export async function slowDigest(port: WriterPort, record: SweepRecord): Promise<string> {
  const rows = await collect(port.rows(record.id, { status: Object.values(TrialStatus) }));
  const digest = createHash("sha256");
  for (const part of record.parts) {
    const trials = new Map<number, Row>();
    for (const row of rows) {
      const isOfPart =
        row.point >= part.firstPoint &&
        row.point < part.firstPoint + part.points &&
        row.repeat >= part.firstRepeat &&
        row.repeat < part.firstRepeat + part.repeats;
      if (isOfPart) trials.set(trialOf(part, row), row);
    }
    for (let first = 0; first < part.points * part.repeats; first += PAGE) {
      const page: Row[] = [];
      for (let trial = first; trial < Math.min(first + PAGE, part.points * part.repeats); trial++) page.push(trials.get(trial)!);
      digest.update(createHash("sha256").update(bytesOf(page, record)).digest());
    }
  }
  return digest.digest("hex");
}

function bytesOf(page: readonly Row[], { parameters, outputs }: SweepRecord): Buffer {
  const pieces: Buffer[] = [];
  parameters.forEach((column, i) => {
    for (const row of page) pieces.push(cell(column, row.cells[i]!));
  });
  for (const row of page) pieces.push(Buffer.of(row.status));
  for (const row of page) pieces.push(text(row.errorCode));
  outputs.forEach((column, i) => {
    for (const row of page) if (row.status === TrialStatus.ok) pieces.push(cell(column, row.cells[parameters.length + i]!));
  });
  return Buffer.concat(pieces);
}

function cell(column: Column, value: CellValue): Buffer {
  if (!Array.isArray(value)) return element(column.kind, value as number | boolean | string);
  return Buffer.concat([u32(value.length), ...value.map((item) => element(column.kind, item as number | boolean | string))]);
}

function element(kind: Column["kind"], value: number | boolean | string): Buffer {
  const bytes = Buffer.alloc(kind === "f64" ? 8 : 4);
  switch (kind) {
    case "f64":
      if (Number.isNaN(value)) return Buffer.from("000000000000f87f", "hex");
      bytes.writeDoubleLE(value as number);
      return bytes;
    case "i32":
      bytes.writeInt32LE(value as number);
      return bytes;
    case "u8":
      return Buffer.of(value === true ? 1 : 0);
    case "text":
      return text(value as string);
  }
}

const text = (value: string): Buffer => Buffer.concat([u32(Buffer.byteLength(value)), Buffer.from(value)]);

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
