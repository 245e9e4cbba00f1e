import { DiagnosticList, formatDiagnostic } from "@spikefarm/protocol";
import { describe, expect, it } from "vitest";

/** Where a problem with the span is shown: line, column, and the lines under the arrow. */
function check(text: string, span: { start: number; end: number }, expected: { at: string; carets: string }): void {
  const diagnostics = new DiagnosticList();
  diagnostics.errorIn({ path: "a.b", text }, span, "A_CODE", "why");
  const [, place, , excerpt, carets] = formatDiagnostic(diagnostics.items[0]!).split("\n");
  expect({ place, carets: `${excerpt}\n${carets}` }).toEqual({ place: ` --> a.b:${expected.at}`, carets: expected.carets });
}

describe("the place of a diagnostic", () => {
  it("is the line the span starts in", () => {
    check("v > 1\nand w", { start: 0, end: 1 }, { at: "1:1", carets: "1 | v > 1\n  | ^" });
    check("v > 1\nand w", { start: 6, end: 9 }, { at: "2:1", carets: "2 | and w\n  | ^^^" });
    check("v > 1\nand w", { start: 4, end: 9 }, { at: "1:5", carets: "1 | v > 1\n  |     ^" });
  });
  it("is the first column of an empty line, the first line of a text too", () => {
    check("\n# v > 1", { start: 0, end: 1 }, { at: "1:1", carets: "1 | \n  | ^" });
    check("\n", { start: 0, end: 1 }, { at: "1:1", carets: "1 | \n  | ^" });
    check("v\n\nw", { start: 2, end: 3 }, { at: "2:1", carets: "2 | \n  | ^" });
    check("", { start: 0, end: 1 }, { at: "1:1", carets: "1 | \n  | ^" });
  });
  it("stays within a text that ends before the span", () => {
    check("v >", { start: 9, end: 10 }, { at: "1:4", carets: "1 | v >\n  |    ^" });
    check("v >\n", { start: 9, end: 10 }, { at: "2:1", carets: "2 | \n  | ^" });
  });
});
