// A sweep as the API shows it.

import type { SweepDetail, SweepEntry, SweepId, SweepSummary, WriterPort } from "@spikefarm/protocol";
import type { Coordinator, SweepStatus } from "../app.js";
import type { StoredPlans } from "../stored-plans.js";

export function summaryOf({ record, counts, trialsDone, tasksRunning, elapsedSeconds, etaSeconds }: SweepStatus<SweepEntry>): SweepSummary {
  return {
    id: record.id,
    name: record.name,
    kind: record.kind,
    state: record.state,
    created_at: record.createdAt,
    trials: { total: counts.total, ok: counts.ok, failed: counts.failed, skipped: counts.skipped, pending: counts.pending },
    trials_done: trialsDone,
    tasks_running: tasksRunning,
    elapsed_s: elapsedSeconds === undefined ? null : roundToMilli(elapsedSeconds),
    eta_s: etaSeconds === undefined ? null : roundToMilli(etaSeconds),
    failure: record.failure === undefined ? null : { code: record.failure.code, message: record.failure.message },
  };
}

interface DetailSources {
  readonly coordinator: Coordinator;
  readonly writer: WriterPort;
  readonly plans: StoredPlans;
}

export async function detailOf(id: SweepId, { coordinator, writer, plans }: DetailSources): Promise<SweepDetail> {
  const status = await coordinator.status(id);
  const { record, counts } = status;
  const { parameters, outputs, parts } = record;
  return {
    ...summaryOf(status),
    digest: counts.pending === 0 ? await writer.digest(id) : null,
    parameters,
    outputs,
    points: parts.reduce((end, part) => Math.max(end, part.firstPoint + part.points), 0),
    repeats: parts.reduce((end, part) => Math.max(end, part.firstRepeat + part.repeats), 0),
    document: JSON.parse(record.document) as unknown,
    plan: plans.of(record)?.description ?? {},
  };
}

const roundToMilli = (seconds: number): number => Math.round(seconds * 1000) / 1000;
