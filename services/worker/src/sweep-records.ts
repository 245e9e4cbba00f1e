// The records of the sweeps whose tasks come in: they come with a task, or are asked for once, and are kept. Only a part's granule size
// changes what a task does, so a record without it, or without the task's part, is not kept for long: the next task of that part brings
// another, or it is asked for again. Refuses what this worker must not compute.

import { CodedError, NUMERICS_VERSION, type SweepId, type SweepRecord, type Task, type WriterPort } from "@spikefarm/protocol";
import type { WorkerCode } from "./errors.js";

const MAX_KEPT_RECORDS = 16;

export class SweepRecords {
  readonly #writer: Pick<WriterPort, "getSweep">;
  readonly #kept = new Map<SweepId, SweepRecord>();

  constructor(writer: Pick<WriterPort, "getSweep">) {
    this.#writer = writer;
  }

  /** Rejects with WORKER_SWEEP_UNKNOWN or WORKER_NUMERICS_VERSION (IDENTITY 21). */
  async get(task: Task): Promise<SweepRecord> {
    const kept = this.#kept.get(task.sweep);
    if (kept !== undefined && typeof kept.parts[task.part]?.granuleSize === "number") return kept;
    const record = task.record ?? (await this.#writer.getSweep(task.sweep));
    if (record?.parts[task.part] === undefined) {
      throw refusal("WORKER_SWEEP_UNKNOWN", `The store knows no part ${task.part} of sweep "${task.sweep}"; submit its document again.`);
    }
    if (record.numericsVersion !== NUMERICS_VERSION) {
      const versions = `numerics ${record.numericsVersion}, this worker computes with ${NUMERICS_VERSION}`;
      throw refusal("WORKER_NUMERICS_VERSION", `Sweep "${record.id}" was begun with ${versions}; submit its document anew.`);
    }
    this.#kept.delete(record.id);
    if (this.#kept.size >= MAX_KEPT_RECORDS) this.#kept.delete(this.#kept.keys().next().value!);
    this.#kept.set(record.id, record);
    return record;
  }
}

const refusal = (code: WorkerCode, message: string): CodedError => new CodedError(code, message);
