// A sweep's table as CSV (RFC 4180): a header of names, then a line a row; values in SI base units, as the shortest decimals that read back
// to the same double; lists as JSON in their cell; NaN, Infinity, -Infinity as such. A text that a spreadsheet would take for a formula
// gets a leading apostrophe.

import { type CellValue, type Row, type RowQuery, STATUS_NAMES, type SweepId } from "@spikefarm/protocol";
import {
  columnsOf,
  errorOf,
  jsonText,
  numberText,
  OUTCOME_COLUMNS,
  ROW_COLUMNS,
  type TableSource,
  TextGatherer,
  type WriteText,
} from "./table-writer.js";

const END_OF_LINE = "\r\n";

export async function exportCsv(source: TableSource, id: SweepId, write: WriteText, query: RowQuery = {}): Promise<void> {
  const { columns, swept } = await columnsOf(source, id);
  const names = columns.map(({ name }) => name);
  const out = new TextGatherer(write);
  await out.add(
    `${[...ROW_COLUMNS, ...names.slice(0, swept), ...OUTCOME_COLUMNS, ...names.slice(swept)].map(csvText).join(",")}${END_OF_LINE}`,
  );
  for await (const rows of source.rows(id, query)) {
    let text = "";
    for (const row of rows) text += lineOf(row, swept);
    await out.add(text);
  }
  await out.flush();
}

function lineOf(row: Row, swept: number): string {
  let line = `${row.point},${row.repeat}`;
  for (let index = 0; index < swept; index++) line += `,${csvCell(row.cells[index]!)}`;
  line += `,${STATUS_NAMES[row.status]},${csvText(errorOf(row))}`;
  for (let index = swept; index < row.cells.length; index++) line += `,${csvCell(row.cells[index]!)}`;
  return line + END_OF_LINE;
}

function csvCell(value: CellValue | null): string {
  if (typeof value === "number") return numberText(value);
  if (value === null) return "";
  if (typeof value === "string") return csvText(value);
  return typeof value === "object" ? quoted(jsonText(value)) : String(value);
}

function csvText(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? quoted(safe) : safe;
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
