// How an error reaches the user: an expected one as its message, diagnostics and code; a bug with its stack.

import { CodedError, type Diagnostic, formatDiagnostic } from "@spikefarm/protocol";

export function reportError(error: unknown): void {
  if (!(error instanceof CodedError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`spikefarm: this is a bug of ours:\n${stack}\n`);
    return;
  }
  printDiagnostics(error.diagnostics);
  process.stderr.write(`spikefarm: ${error.code}: ${error.message}\n`);
}

export function printDiagnostics(diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) process.stderr.write(`${formatDiagnostic(diagnostic)}\n\n`);
}
