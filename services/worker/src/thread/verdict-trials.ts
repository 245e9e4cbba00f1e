import { emptyColumn, splitByGranule } from "@spikefarm/protocol";
import type { StretchResult, Verdict } from "../messages.js";
import { nowMs } from "./block-sender.js";
import type { StretchOnThread } from "./stretch-on-thread.js";

/** Rows for trials that could not speak for themselves: they timed out, or ended their thread. */
export function markTrials({ request, part, sender }: StretchOnThread, verdict: Verdict): StretchResult {
  for (const piece of splitByGranule(part, request)) {
    const rows = piece.to - piece.from;
    sender.send(
      {
        ...piece,
        status: new Uint8Array(rows).fill(verdict.status),
        errorCode: new Array<string>(rows).fill(verdict.code),
        errorMessage: new Array<string>(rows).fill(verdict.message),
        outputs: request.sweep.outputs.map((column) => ({ column, data: emptyColumn(column, rows) })),
      },
      { startedAtMs: nowMs() },
    );
  }
  return { kind: "finished" };
}
