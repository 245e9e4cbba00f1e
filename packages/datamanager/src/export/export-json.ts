// A sweep's table as one JSON object: {"columns": [{name, unit, shape, dimensions}, …], "rows": [[…], …]}, a row a line. Non-finite numbers are the
// texts "NaN", "Infinity", "-Infinity"; outputs of a row that is not ok are null. Values in SI base units.

import { type Row, type RowQuery, STATUS_NAMES, type SweepId } from "@spikefarm/protocol";
import {
  columnsOf,
  errorOf,
  jsonText,
  OUTCOME_COLUMNS,
  ROW_COLUMNS,
  type TableSource,
  TextGatherer,
  type WriteText,
} from "./table-writer.js";

export async function exportJson(source: TableSource, id: SweepId, write: WriteText, query: RowQuery = {}): Promise<void> {
  const { columns: full, swept } = await columnsOf(source, id);
  const columns = full.map(({ name, unit, shape, dimensions }) => ({ name, unit, shape, ...(dimensions && { dimensions }) }));
  const plain = (name: string): { name: string; unit: string; shape: readonly [] } => ({ name, unit: "", shape: [] });
  const header = [...ROW_COLUMNS.map(plain), ...columns.slice(0, swept), ...OUTCOME_COLUMNS.map(plain), ...columns.slice(swept)];
  const out = new TextGatherer(write);
  await out.add(`{"columns":${JSON.stringify(header)},"rows":[`);
  let separator = "\n";
  for await (const rows of source.rows(id, query)) {
    let text = "";
    for (const row of rows) {
      text += separator + lineOf(row, swept);
      separator = ",\n";
    }
    await out.add(text);
  }
  await out.add("\n]}\n");
  await out.flush();
}

function lineOf(row: Row, swept: number): string {
  let line = `[${row.point},${row.repeat}`;
  for (let index = 0; index < swept; index++) line += `,${jsonText(row.cells[index]!)}`;
  line += `,"${STATUS_NAMES[row.status]}",${JSON.stringify(errorOf(row))}`;
  for (let index = swept; index < row.cells.length; index++) line += `,${jsonText(row.cells[index]!)}`;
  return `${line}]`;
}
