// The end of a sweep, written to the catalogue.

import { CodedError, type SweepId, type SweepState, type WriterPort } from "@spikefarm/protocol";
import type { SweepOutcome } from "./core/sweep-state.js";
import { isPassing } from "./wait-out.js";

/** A halted sweep is unfinished: the next run, or the next coordinator, goes on with it. Until then its record says what halted it. */
const STATES: Readonly<Record<SweepOutcome["kind"], SweepState>> = {
  complete: "complete",
  cancelled: "cancelled",
  failed: "failed",
  halted: "queued",
};

/**
 * Resolves with what stands: a conflict that the writer found overrules the outcome. A store that fails makes it a halt; where the caller
 * tries again (`mayTryAgain`), a failure that will pass is thrown.
 */
export async function recordOutcome(writer: WriterPort, id: SweepId, outcome: SweepOutcome, mayTryAgain: boolean): Promise<SweepOutcome> {
  try {
    const failure = "code" in outcome ? { code: outcome.code, message: outcome.message } : undefined;
    const stands = await writer.setState(id, STATES[outcome.kind], failure);
    return stands.state === "failed" && stands.failure !== undefined ? { kind: "failed", ...stands.failure } : outcome;
  } catch (error) {
    if (mayTryAgain && isPassing(error)) throw error;
    if (outcome.kind === "halted") return outcome; // the store is what failed; the sweep is unfinished all the same
    const code = error instanceof CodedError ? error.code : "INTERNAL";
    return { kind: "halted", code, message: error instanceof Error ? error.message : String(error) };
  }
}
