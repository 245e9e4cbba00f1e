import type { Row, RowQuery, SweepId, WriterPort } from "@spikefarm/protocol";

export async function allRows(port: WriterPort, id: SweepId, query?: RowQuery): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of port.rows(id, query)) rows.push(...batch);
  return rows;
}
