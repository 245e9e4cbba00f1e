// The row of one trial, among all of a sweep's.

import { type PointAndRepeat, type Row, type SweepRecord, TrialStatus, type WriterPort } from "@spikefarm/protocol";

const EVERY_STATUS = Object.values(TrialStatus);

/** Undefined where the trial has no row yet, or the sweep no such trial. */
export async function findRow(port: WriterPort, record: SweepRecord, wanted: PointAndRepeat): Promise<Row | undefined> {
  const isWanted = ({ point, repeat }: Row): boolean => point === wanted.point && repeat === wanted.repeat;
  const [part] = record.parts;
  // Of a sweep without gaps the place is known.
  if (part !== undefined && record.parts.length === 1 && (await port.counts(record.id)).pending === 0) {
    const offset = (wanted.repeat - part.firstRepeat) * part.points + wanted.point - part.firstPoint;
    for await (const rows of port.rows(record.id, { status: EVERY_STATUS, offset, limit: 1 })) {
      const found = rows.find(isWanted);
      if (found !== undefined) return found;
    }
  }
  for await (const rows of port.rows(record.id, { status: EVERY_STATUS })) {
    const found = rows.find(isWanted);
    if (found !== undefined) return found;
  }
  return undefined;
}
