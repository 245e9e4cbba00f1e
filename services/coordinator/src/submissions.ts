// Submissions that may be repeated: a client that did not hear our answer sends the same request again, with the same Idempotency-Key.
//
//   unknown key ──▶ make the record, write it, start it ──▶ 201
//   same key, same body ──▶ write and start the same record again (which changes nothing where it was written) ──▶ the same 201
//   same key, other body ──▶ refused
//
// The key is part of the record, so that a coordinator that was killed after writing it and before answering knows it when it is back.

import { createHash } from "node:crypto";
import type { SweepEntry, SweepId, SweepRecord } from "@spikefarm/protocol";
import type { Plan } from "@spikefarm/sweep";
import type { Coordinator } from "./app.js";
import { HttpError } from "./http/http-error.js";
import { sweepRecordOf } from "./sweep-record-of.js";

export interface Submission {
  /** Without one every request is a sweep of its own. */
  readonly key: string | undefined;
  readonly body: string;
}

export interface Submitted {
  readonly id: SweepId;
  /** Undefined for a repeat of an earlier submission. */
  readonly record?: SweepRecord;
}

export interface Submissions {
  /** Takes up what the sweeps of the store, newest first, say of earlier submissions. */
  learn(sweeps: AsyncIterable<SweepEntry>): Promise<void>;
  /** `plan` is asked for once a sweep. @throws HttpError IDEMPOTENCY_KEY_REUSED */
  submit(plan: () => Plan, submission: Submission): Promise<Submitted>;
}

interface Entry {
  readonly bodyHash: string;
  readonly id: SweepId;
  /** Writes it and starts it. */
  readonly start: () => Promise<void>;
  /** Undefined while it is not known to be written. */
  started: Promise<void> | undefined;
}

/** The latest keys are remembered. */
const MAX_KEYS = 100_000;

export function createSubmissions(coordinator: Coordinator, owner: string): Submissions {
  const entries = new Map<string, Entry>();

  function remember(key: string, entry: Entry): void {
    entries.set(key, entry);
    const oldest = entries.keys().next();
    if (entries.size > MAX_KEYS && oldest.done !== true) entries.delete(oldest.value);
  }

  return {
    async learn(sweeps) {
      const known: SweepEntry[] = [];
      for await (const sweep of sweeps) known.push(sweep);
      for (const { id, submission } of known.reverse()) {
        if (submission === undefined) continue;
        remember(submission.key, { bodyHash: submission.bodyHash, id, start: async () => undefined, started: Promise.resolve() });
      }
    },

    async submit(plan, { key, body }) {
      if (key === undefined) {
        const record = sweepRecordOf(plan(), { owner });
        await coordinator.start(record);
        return { id: record.id, record };
      }
      const bodyHash = createHash("sha256").update(body).digest("hex");
      const known = entries.get(key);
      if (known !== undefined && known.bodyHash !== bodyHash) throw reused(key);
      if (known !== undefined) return { id: await startedBy(known) };
      const record = sweepRecordOf(plan(), { owner, submission: { key, bodyHash } });
      const entry = { bodyHash, id: record.id, start: () => coordinator.start(record), started: undefined };
      remember(key, entry);
      return { id: await startedBy(entry), record };
    },
  };
}

async function startedBy(entry: Entry): Promise<SweepId> {
  entry.started ??= entry.start();
  try {
    await entry.started;
  } catch (error) {
    entry.started = undefined; // whether it was written is not known: the next request with this key tries again
    throw error;
  }
  return entry.id;
}

const reused = (key: string): HttpError =>
  new HttpError(422, "IDEMPOTENCY_KEY_REUSED", `The Idempotency-Key "${key}" belongs to another document; send a new key with this one.`);
