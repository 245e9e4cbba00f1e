// One stretch of trials from request to rows. Everything a thread keeps between stretches (checked documents, compiled kernels, modules
// that are set up) is kept where it is made, by what it was made from.

import { threadId } from "node:worker_threads";
import { CodedError } from "@spikefarm/protocol";
import type { WorkerCode } from "../errors.js";
import type { StretchRequest, StretchResult } from "../messages.js";
import { BlockSender } from "./block-sender.js";
import { checkedDocumentOf } from "./checked-documents.js";
import type { StretchLine } from "./stretch-line.js";

export async function carryOutStretch(request: StretchRequest, line: StretchLine): Promise<StretchResult> {
  const { sweep, part, verdict } = request;
  try {
    const document = checkedDocumentOf(sweep, request.module?.schema);
    const { timeoutSeconds, attempts } = document.sweep;
    line.send({ kind: "prepared", timeoutSeconds, attempts }, []);

    const sender = new BlockSender({ request, document, line, thread: threadId });
    const stretch = { request, part, document, line, sender };
    if (verdict !== undefined) return (await import("./verdict-trials.js")).markTrials(stretch, verdict);
    if (document.task.kind === "model") return await (await import("./model-trials.js")).runModelTrials(stretch, document.task.model);
    return await (await import("./module-trials.js")).runModuleTrials(stretch);
  } catch (error) {
    const code: WorkerCode = "WORKER_TASK_THREW";
    if (error instanceof CodedError) return { kind: "refused", code: error.code, message: error.message };
    return { kind: "refused", code, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
