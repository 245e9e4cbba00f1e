// Documents are checked once a thread: tasks of a sweep come by the hundred. Kept by the document's hash, the module's and the version
// of the numerics, which together decide what checking gives.

import { CodedError, DiagnosticList, formatDiagnostic, type SweepRecord } from "@spikefarm/protocol";
import { type CheckedDocument, checkDocument, type ModuleSchema } from "@spikefarm/sweep";
import type { WorkerCode } from "../errors.js";

const MAX_KEPT_DOCUMENTS = 8;
const kept = new Map<string, CheckedDocument>();

/** Throws a CodedError when a stored document does not check: it was accepted by a farm that knew more, or less, than this one. */
export function checkedDocumentOf(sweep: SweepRecord, schema: ModuleSchema | undefined): CheckedDocument {
  const key = `${sweep.documentHash} ${sweep.module?.hash ?? ""} ${sweep.numericsVersion}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const diagnostics = new DiagnosticList();
  const modules = (name: string) => (schema?.name === name ? schema : undefined);
  const document = checkDocument(JSON.parse(sweep.document), { modules }, diagnostics);
  if (document === undefined) {
    const code: WorkerCode = "WORKER_DOCUMENT_INVALID";
    const problems = diagnostics.items.map(formatDiagnostic).join("\n");
    throw new CodedError(code, `The stored document of sweep "${sweep.id}" does not check here; submit it anew.\n${problems}`);
  }
  if (kept.size >= MAX_KEPT_DOCUMENTS) kept.delete(kept.keys().next().value!);
  kept.set(key, document);
  return document;
}
