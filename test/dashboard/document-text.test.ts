import { DiagnosticList } from "@spikefarm/protocol";
import { parseDocument } from "@spikefarm/sweep";
import fc from "fast-check";
import { expect, test } from "vitest";
import { documentText } from "../../services/dashboard/src/values/document-text.js";

function readBack(text: string): unknown {
  const diagnostics = new DiagnosticList();
  const value = parseDocument(text, diagnostics);
  expect(diagnostics.items, text).toEqual([]);
  return value;
}

const LOOKS_LIKE_SOMETHING_ELSE = [
  "true",
  "no",
  "null",
  "~",
  "1e3",
  "0x1F",
  "1_000",
  "2026-11-23",
  "12:30",
  "- a",
  "a: b",
  "a #b",
  "",
  " ",
  "-",
  "*a",
  "&a",
  "NaN",
  ".inf",
];
const LINES = ["a\nb", "a\nb\n", "\na", "a\n\n  b", "a\n\n", "a \nb", "\ta\nb", "dv/dt = -v/tau : volt\nx : 1\n"];

test("a document shown is the document: every value reads back, whatever it looks like", () => {
  const text = fc.oneof(fc.string({ unit: "grapheme-ascii" }), fc.constantFrom(...LOOKS_LIKE_SOMETHING_ELSE, ...LINES));
  const key = text.filter((name) => name !== "__proto__" && name !== "<<");
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  const document = fc.dictionary(key, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true });
  fc.assert(
    fc.property(document, (given) => {
      expect(readBack(documentText(given))).toEqual(given);
    }),
    { numRuns: 300 },
  );
});

test("equations are lines, quantities bare", () => {
  const document = {
    model: { parameters: { v0: "10*mV" }, groups: { G: { equations: "dv/dt = -v/tau : volt\ntau : second" } } },
    space: [{ x: [1, 2] }, { y: [] }],
  };
  expect(documentText(document)).toBe(`model:
  parameters:
    v0: 10*mV
  groups:
    G:
      equations: |-
        dv/dt = -v/tau : volt
        tau : second
space:
  - x: [1, 2]
  - y: []
`);
});
