// Short ways from a text to a checked document, for the tests of this folder.

import { DiagnosticList, formatDiagnostic } from "@spikefarm/protocol";
import { type CheckedDocument, checkDocument, type ModuleSchema, parseDocument } from "@spikefarm/sweep";

export const MODULES: ReadonlyMap<string, ModuleSchema> = new Map([
  [
    "find-rate",
    {
      name: "find-rate",
      hash: "ab".repeat(32),
      parameters: { k: 2, tau: "10*ms", n: { default: 1000, type: "integer" }, label: { type: "text", default: "a" }, fast: false },
      outputs: { rate: "Hz", times: { unit: "second", shape: [null] }, n: { kind: "i32" } },
    },
  ],
]);

export function check(text: string): { document: CheckedDocument | undefined; problems: string } {
  const diagnostics = new DiagnosticList();
  const value = parseDocument(text, diagnostics);
  const known = { modules: (name: string) => MODULES.get(name), moduleNames: [...MODULES.keys()] };
  const checked = value === undefined ? undefined : checkDocument(value, known, diagnostics);
  const document = diagnostics.hasErrors ? undefined : checked;
  return { document, problems: diagnostics.items.map(formatDiagnostic).join("\n") };
}

/** A document that must be right. */
export function documentOf(text: string): CheckedDocument {
  const { document, problems } = check(text);
  if (document === undefined) throw new Error(`The test's document has errors:\n${problems}\n${text}`);
  return document;
}

/** The tutorial's I-F neuron with parameters of every type, and a sweep. */
export const ifCurve = (space: string, sweep = ""): string => `
model:
  parameters:
    v0: 10*mV
    vt: 10*mV
    tau: 10*ms
    gain: 1
    n: { default: 1, type: integer }
    on: { default: true, type: boolean }
    label: { default: a, type: text }
    doubled: 2*v0
    unused: 3
  groups:
    G:
      size: n
      equations: |
        dv/dt = (gain*doubled/2 - v)/tau : volt
      threshold: "v > vt and on"
      reset: "v = 0*mV"
  duration: 1*second
  outputs: { count: "count(G)" }
sweep:
  space: ${space}
${sweep}`;
