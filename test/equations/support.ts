// What the tests of the language share: a model around the text under test, and its diagnostics.

import { type CheckedModel, checkModel, type Expression } from "@spikefarm/equations";
import { DiagnosticList, formatDiagnostic } from "@spikefarm/protocol";

/** The integrate-and-fire model of DESIGN, with some keys of its group, or of the model, replaced. */
export function model(group: Readonly<Record<string, unknown>> = {}, keys: Readonly<Record<string, unknown>> = {}) {
  return {
    parameters: { v0: "10*mV", tau: "10*ms", I: "1*nA" },
    groups: { G: { equations: "dv/dt = (v0 - v)/tau : volt", threshold: "v > 10*mV", reset: "v = 0*mV", ...group } },
    duration: "1*second",
    outputs: { n: "count(G)", f: "rate(G)" },
    ...keys,
  };
}

/** The checked model of a source that should be sound. */
export function checked(source: unknown): CheckedModel {
  const diagnostics = new DiagnosticList();
  const result = checkModel(source, "model", diagnostics);
  if (result === undefined) throw new Error(diagnostics.items.map(formatDiagnostic).join("\n\n"));
  return result;
}

/** All diagnostics of a source, as users see them. */
export function problems(source: unknown): string {
  const diagnostics = new DiagnosticList();
  checkModel(source, "model", diagnostics);
  return diagnostics.items.map(formatDiagnostic).join("\n\n");
}

/** The codes of all diagnostics of a source. */
export function codes(source: unknown): string[] {
  const diagnostics = new DiagnosticList();
  const result = checkModel(source, "model", diagnostics);
  if ((result === undefined) !== diagnostics.hasErrors) throw new Error("a model must come out if and only if there are no errors");
  return diagnostics.items.map((item) => item.code);
}

/**
 * The expression of a subexpression `y = text : unit` in a group with a: volt·amp, b: volt, c: amp, d: no unit, n: integer, flag: boolean,
 * and the parameter k (no unit).
 */
export function expressionModel(text: string, unit = "1") {
  const equations = [
    "dv/dt = -v/second : 1",
    "a : watt",
    "b : volt",
    "c : amp",
    "d : 1",
    "n : integer",
    "flag : boolean",
    `y = ${text} : ${unit}`,
  ];
  return { parameters: { k: 2 }, groups: { G: { equations } }, duration: "1*second" };
}

export function expressionOf(text: string, unit = "1"): Expression {
  const variable = checked(expressionModel(text, unit)).groups[0]!.variables.find((candidate) => candidate.name === "y")!;
  if (variable.kind !== "subexpression") throw new Error("y is a subexpression");
  return variable.value;
}
