// Failed trials as the API shows them.

import { type CellValue, CodedError, type FailedTrial, type SweepId, TrialStatus, type WriterPort } from "@spikefarm/protocol";

const FAILED: readonly TrialStatus[] = [TrialStatus.failed, TrialStatus.timedOut, TrialStatus.crashed];

export async function listFailures(writer: WriterPort, id: SweepId, limit: number): Promise<{ readonly items: readonly FailedTrial[] }> {
  const record = await writer.getSweep(id);
  if (record === undefined) throw new CodedError("SWEEP_UNKNOWN", `There is no sweep ${id} here.`);
  const names = record.parameters.map(({ name }) => name);
  const items: FailedTrial[] = [];
  for await (const rows of writer.rows(id, { status: FAILED, limit })) {
    for (const { point, repeat, status, errorCode, errorMessage, cells } of rows) {
      const parameters = Object.fromEntries(names.map((name, index) => [name, shownCell(cells[index] ?? null)]));
      items.push({ point, repeat, status: nameOf(status), code: errorCode, message: errorMessage, parameters });
    }
  }
  return { items };
}

function nameOf(status: TrialStatus): FailedTrial["status"] {
  if (status === TrialStatus.timedOut) return "timed_out";
  return status === TrialStatus.crashed ? "crashed" : "failed";
}

/** A swept value as JSON: numbers that are none as texts. */
export function shownCell(value: CellValue | null): number | string | boolean {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  return typeof value === "string" || typeof value === "boolean" ? value : "";
}
