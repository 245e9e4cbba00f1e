// The sweep a command names: an id, the beginning of one, or `last`.

import { CodedError, type SweepRecord, type WriterPort } from "@spikefarm/protocol";

export async function findSweep(writer: WriterPort, wanted: string): Promise<SweepRecord> {
  const sweeps = await writer.listSweeps();
  const matches = wanted === "last" ? sweeps.slice(0, 1) : sweeps.filter((sweep) => sweep.id.startsWith(wanted));
  const [first, second] = matches;
  if (first !== undefined && (second === undefined || first.id === wanted)) return first;
  if (first !== undefined)
    throw new CodedError("SWEEP_UNKNOWN", `Several sweeps begin with ${wanted}; give more of the id (see \`spikefarm ls\`).`);
  if (sweeps.length === 0)
    throw new CodedError(
      "SWEEP_UNKNOWN",
      "There is no sweep in this data directory yet; make one with `spikefarm run FILE`, or give the right --data.",
    );
  throw new CodedError("SWEEP_UNKNOWN", `There is no sweep ${wanted} here; list them with \`spikefarm ls\`, or give the right --data.`);
}
