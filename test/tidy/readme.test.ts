// What the README shows must work when it is copied.

import { DiagnosticList, formatDiagnostic } from "@spikefarm/protocol";
import { checkDocument, parseDocument, planSweep } from "@spikefarm/sweep";
import { expect, test } from "vitest";
import { readText } from "./repository.js";

test("the README's document checks, without a warning, and plans the points it says", () => {
  const [, indented] = /```yaml\n([\s\S]*?)```/.exec(readText("README.md")) ?? [];
  const diagnostics = new DiagnosticList();
  const value = parseDocument((indented ?? "").replaceAll(/^ {3}/gm, ""), diagnostics);
  const document = checkDocument(value, { modules: () => undefined }, diagnostics);
  expect(diagnostics.items.map(formatDiagnostic)).toEqual([]);
  expect(document && planSweep(document).trials).toBe(20 * 5);
});
