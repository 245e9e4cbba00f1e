// From a document's text to a plan, or to every problem in it. What `check` shows and what `run` and a submission go through.

import { compileModel, planMethods } from "@spikefarm/compiler";
import { CodedError, type Diagnostic, DiagnosticList } from "@spikefarm/protocol";
import { checkDocument, type DataFile, inlineDataFiles, type ModuleSchema, type Plan, parseDocument, planSweep } from "@spikefarm/sweep";

export interface AcceptOptions {
  /** What workers announce about a module; undefined when nobody has it. */
  readonly modules: (name: string) => ModuleSchema | undefined;
  /** All that `modules` knows, for help lines. */
  readonly moduleNames: readonly string[];
  /** What the files hold that the document names for its data. Absent where it came over HTTP: no file is read for a stranger. */
  readonly files?: ReadonlyMap<string, DataFile>;
  /** For tests: trials in a granule. Outside every hash. */
  readonly granuleSize?: number;
}

export interface Accepted {
  readonly plan: Plan;
  readonly warnings: readonly Diagnostic[];
}

/** @throws {CodedError} DOCUMENT_INVALID with all diagnostics. */
export function acceptDocument(text: string, options: AcceptOptions): Accepted {
  const diagnostics = new DiagnosticList();
  const parsed = parseDocument(text, diagnostics);
  if (parsed === undefined) throw invalid(diagnostics);
  const value = options.files === undefined ? parsed : inlineDataFiles(parsed, options.files, diagnostics);
  const document = checkDocument(value, options, diagnostics);
  if (document === undefined || diagnostics.hasErrors) throw invalid(diagnostics);
  if (document.task.kind === "model") checkCompiles(document.task.model, diagnostics);
  if (diagnostics.hasErrors) throw invalid(diagnostics);
  const plan = planSweep(document, options.granuleSize === undefined ? {} : { granuleSize: options.granuleSize });
  return { plan, warnings: diagnostics.items };
}

/** A model whose integrator cannot do its equations is refused here, not by the first worker. */
function checkCompiles(model: Parameters<typeof planMethods>[0], diagnostics: DiagnosticList): void {
  try {
    planMethods(model);
    compileModel(model, { varying: new Set() });
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    diagnostics.errorAt("model.groups", error.code, error.message);
  }
}

function invalid(diagnostics: DiagnosticList): CodedError {
  const count = diagnostics.items.filter((item) => item.severity === "error").length + diagnostics.omittedCount;
  return new CodedError("DOCUMENT_INVALID", `The document has ${count === 1 ? "an error" : `${count} errors`}.`, {
    diagnostics: diagnostics.items,
  });
}
