import { CodedError, type TaskOutcome } from "@spikefarm/protocol";
import type { QueueCode } from "./errors.js";

/** What a handler says of its task; one that throws has failed it, or has given it up if that was asked for. */
export async function outcomeOf(handle: () => Promise<TaskOutcome>, signal: AbortSignal): Promise<TaskOutcome> {
  try {
    return await handle();
  } catch (error) {
    if (signal.aborted) return { kind: "released" };
    const code: QueueCode = "QUEUE_HANDLER_THREW";
    if (error instanceof CodedError) return { kind: "failed", code: error.code, message: error.message };
    return { kind: "failed", code, message: error instanceof Error ? error.message : String(error) };
  }
}
