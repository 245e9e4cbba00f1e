import { DiagnosticList, formatDiagnostic } from "@spikefarm/protocol";
import { describe, expect, it } from "vitest";

/** What is shown of a problem with a span of a text. */
function shown(text: string, span: { start: number; end: number }, words = { message: "why", help: "mend it", path: "a.b" }): string {
  const diagnostics = new DiagnosticList();
  diagnostics.errorIn({ path: words.path, text }, span, "A_CODE", words.message, words.help);
  return formatDiagnostic(diagnostics.items[0]!);
}

/** The line of text, and what its carets mark. */
function marked(text: string, span: { start: number; end: number }): { line: string; marked: string } {
  const [, , , line = "", carets = ""] = shown(text, span).split("\n");
  return { line: line.slice(4), marked: line.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1) };
}

describe("a long line", () => {
  const line = `${"a + ".repeat(20_000)}wrong${" + b".repeat(20_000)}`;
  const start = line.indexOf("wrong");
  it("is cut to the stretch around what is marked", () => {
    const cut = marked(line, { start, end: start + 5 });
    expect(cut.marked).toBe("wrong");
    expect(cut.line).toMatch(/^…[a +]{40}wrong[b +]{75}…$/);
  });
  it("is cut on one side only where the other is near", () => {
    expect(marked(line, { start: 4, end: 5 })).toEqual({ line: `${line.slice(0, 120)}…`, marked: "a" });
    expect(marked(line, { start: line.length - 1, end: line.length })).toEqual({ line: `…${line.slice(-120)}`, marked: "b" });
    expect(marked(line, { start: line.length, end: line.length + 1 }).line).toBe(`…${line.slice(-120)}`);
  });
  it("has no more carets than characters", () => {
    expect(shown(line, { start: 0, end: line.length }).length).toBeLessThan(400);
    expect(marked(line, { start: 0, end: line.length }).marked).toBe(line.slice(0, 120));
  });
  it("is whole where it has 120 characters", () => {
    const whole = "x".repeat(120);
    expect(marked(whole, { start: 119, end: 120 })).toEqual({ line: whole, marked: "x" });
  });
});

describe("a character that steers a terminal", () => {
  it("is shown as its picture, wherever it stands", () => {
    const text = shown(
      "\u001b[31mv\u202e > 1",
      { start: 5, end: 6 },
      { message: "no \u001b]0;x\u0007", help: "\u009b2J", path: "a.\u0000" },
    );
    expect(text).toBe("error A_CODE: no ␛]0;x␇\n --> a.␀:1:6\n  |\n1 | ␛[31mv\ufffd > 1\n  |      ^\nhelp: \ufffd2J");
  });
  it("is a tab's width of 1 for a tab, and nothing for the return of another system's lines", () => {
    expect(marked("\tv > 1\r\nw", { start: 1, end: 2 })).toEqual({ line: " v > 1", marked: "v" });
  });
});
