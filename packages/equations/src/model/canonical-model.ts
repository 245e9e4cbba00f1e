// The text that a model is hashed by (IDENTITY 20): without comments, white space and titles, with all names.
//
// Keys are sorted, except those of outputs, whose order is the order of columns. Texts of the language are written token by token: one
// space between tokens, one line a definition or statement. A text with characters that are none of the language's (it is in error) stays as it is.

import { canonicalJson } from "@spikefarm/numerics";
import { DiagnosticList } from "@spikefarm/protocol";
import { definitionStarts } from "../syntax/parse-equations.js";
import { statementRanges } from "../syntax/parse-statements.js";
import { tokenize } from "../text/tokens.js";
import { describe, entryOf, isMapping, type Mapping, textOf } from "./document-value.js";

/** What describes a model without changing a result. */
const TITLES: ReadonlySet<string> = new Set(["doc", "display"]);

/** Equal texts for models that differ in comments, white space and titles only. */
export function canonicalModel(source: unknown): string {
  if (!isMapping(source)) return canonicalJson(canonicalValue(source, ""));
  const sections = canonicalMapping(source, "model");
  const outputs = entryOf(source, "outputs");
  if (!isMapping(outputs)) return canonicalJson(sections);
  const ordered = Object.entries(outputs).map(([name, value]) => [name, canonicalOutput(value)]);
  return canonicalJson({ ...sections, outputs: ordered });
}

function canonicalMapping(mapping: Mapping, within: string): Readonly<Record<string, unknown>> {
  const isDeclaration = within === "parameters.*";
  const entries = Object.entries(mapping).flatMap(([key, value]): [string, unknown][] => {
    if (isDeclaration && TITLES.has(key)) return [];
    if (isDeclaration && key === "default" && entryOf(mapping, "type") === "text") return [[key, textOf(value) ?? describe(value)]];
    return [[key, canonicalValue(value, childOf(within, key))]];
  });
  return Object.fromEntries(entries);
}

/** Where a value stands, as far as it changes how it is read. */
function childOf(within: string, key: string): string {
  if (within === "model" && key === "parameters") return "parameters";
  if (within === "parameters") return "parameters.*";
  if (key === "equations") return "equations";
  if (key === "reset" || key === "code") return "statements";
  return EXPRESSIONS.has(key) ? "expression" : "";
}

/** Keys whose value is one expression, so that a list is its lines. */
const EXPRESSIONS: ReadonlySet<string> = new Set(["threshold", "refractory", "condition", "rate", "weight", "count"]);

/** The unit of an output is how it is shown; its limit can fail a trial. */
function canonicalOutput(value: unknown): unknown {
  if (!isMapping(value)) return canonicalValue(value, "");
  const text = canonicalValue(entryOf(value, "value"), "");
  const max = entryOf(value, "max");
  return max === undefined ? text : { value: text, max: canonicalValue(max, "") };
}

function canonicalValue(value: unknown, within: string): unknown {
  if (isMapping(value)) return canonicalMapping(value, within);
  const text = textOf(value);
  if (text !== undefined && !(Array.isArray(value) && within === "")) return canonicalText(text, within);
  if (Array.isArray(value)) return value.map((item) => canonicalValue(item, ""));
  return describe(value);
}

function canonicalText(text: string, within: string): string {
  const problems = new DiagnosticList();
  const tokens = tokenize({ path: "", text }, problems);
  if (tokens === undefined || problems.hasErrors) return text;
  const ranges =
    within === "statements"
      ? statementRanges(tokens)
      : within === "equations"
        ? definitionRanges(tokens)
        : [{ from: 0, to: tokens.length }];
  const lines = ranges.map(({ from, to }) =>
    tokens
      .slice(from, to)
      .map((token) => token.text)
      .join(" "),
  );
  return lines.join("\n");
}

function definitionRanges(tokens: Parameters<typeof definitionStarts>[0]): readonly { readonly from: number; readonly to: number }[] {
  const starts = definitionStarts(tokens);
  return starts.map((from, index) => ({ from, to: starts[index + 1] ?? tokens.length }));
}
