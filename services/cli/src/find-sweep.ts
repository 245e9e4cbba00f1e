// The sweep a command names: an id, the beginning of one, or `last`.

import { allSweeps, CodedError, isSweepId, type SweepId, type SweepRecord, type WriterPort } from "@spikefarm/protocol";

export async function findSweep(writer: WriterPort, wanted: string): Promise<SweepRecord> {
  const record = await writer.getSweep(await findId(writer, wanted));
  if (record === undefined) throw unknownSweep(wanted);
  return record;
}

async function findId(writer: WriterPort, wanted: string): Promise<SweepId> {
  if (isSweepId(wanted)) return wanted;
  const [newest] = await writer.listSweeps({ limit: 1 });
  if (newest === undefined)
    throw new CodedError(
      "SWEEP_UNKNOWN",
      "There is no sweep in this data directory yet; make one with `spikefarm run FILE`, or give the right --data.",
    );
  if (wanted === "last") return newest.id;
  const matches: SweepId[] = [];
  for await (const { id } of allSweeps(writer)) if (id.startsWith(wanted)) matches.push(id);
  const [first, second] = matches;
  if (first === undefined) throw unknownSweep(wanted);
  if (second === undefined) return first;
  throw new CodedError("SWEEP_UNKNOWN", `Several sweeps begin with ${wanted}; give more of the id (see \`spikefarm ls\`).`);
}

const unknownSweep = (wanted: string): CodedError =>
  new CodedError("SWEEP_UNKNOWN", `There is no sweep ${wanted} here; list them with \`spikefarm ls\`, or give the right --data.`);
