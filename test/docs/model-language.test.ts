// Every example of docs/model-language.md is run as it stands there.
//
// The word behind ```yaml says what the block is:
//
//   (none)        a whole document: checked, and run by the real command
//   model         keys of a model; what it leaves out is filled in
//   group         keys of a group
//   refused CODE  a whole document, or keys of a group, that is answered with this error

import { readFileSync } from "node:fs";
import { DiagnosticList, formatDiagnostic } from "@spikefarm/protocol";
import { checkDocument, parseDocument } from "@spikefarm/sweep";
import { describe, expect, test } from "vitest";
import { ROOT, resultsTable, runJson, temporaryDirectory, writeDocument } from "../e2e/spikefarm.js";

interface Example {
  readonly line: number;
  readonly kind: string;
  readonly text: string;
}

const page = readFileSync(`${ROOT}docs/model-language.md`, "utf8");
const examples: readonly Example[] = [...page.matchAll(/^```yaml *(.*)\n([\s\S]*?)^```$/gm)].map(({ index, 1: kind, 2: text }) => ({
  line: page.slice(0, index).split("\n").length,
  kind: kind!,
  text: text!,
}));
const ofKind = (wanted: RegExp) => examples.filter(({ kind }) => wanted.test(kind));

/** The names that fragments use. */
const PARAMETERS = { drive: "12*mV", tau: "10*ms", I0: "1*nA", f: "50*Hz", sigma: "1*mV" };
const GROUP = { equations: "dv/dt = (drive - v)/tau : volt", threshold: "v > 10*mV", reset: "v = 0*mV" };

function documentOf({ kind, text }: Example): unknown {
  const diagnostics = new DiagnosticList();
  const value = parseDocument(text, diagnostics) as Record<string, unknown>;
  expect(diagnostics.items.map(formatDiagnostic)).toEqual([]);
  if (kind === "group" || (kind.startsWith("refused") && value.model === undefined))
    return { model: { parameters: PARAMETERS, groups: { G: value }, duration: "10*ms" } };
  const parameters = { ...PARAMETERS, ...(value.parameters as object | undefined) };
  if (kind === "model") return { model: { groups: { G: GROUP }, duration: "10*ms", ...value, parameters } };
  return value;
}

const codesOf = (document: unknown): { errors: string[]; shown: string[] } => {
  const diagnostics = new DiagnosticList();
  checkDocument(document, { modules: () => undefined }, diagnostics);
  const errors = diagnostics.items.filter(({ severity }) => severity === "error").map(({ code }) => code);
  return { errors, shown: diagnostics.items.map(formatDiagnostic) };
};

test("the page has examples of every kind, and no other", () => {
  expect(new Set(examples.map(({ kind }) => kind.replace(/^refused .*/, "refused")))).toEqual(new Set(["", "model", "group", "refused"]));
});

describe("a part of a document", () => {
  test.each(ofKind(/^(model|group)$/))("on line $line is taken as $kind", (example) => {
    expect(codesOf(documentOf(example)).shown).toEqual([]);
  });
});

describe("what is refused", () => {
  test.each(ofKind(/^refused/))("on line $line: $kind", (example) => {
    expect(codesOf(documentOf(example)).errors).toEqual([example.kind.replace("refused ", "")]);
  });

  test("an answer that is shown is the one that is given", () => {
    const shown = [...page.matchAll(/^```\n(error [\s\S]*?)^```$/gm)].map(([, text]) => text!.trimEnd());
    const given = ofKind(/^refused/).flatMap((example) => codesOf(documentOf(example)).shown);
    expect(shown.length).toBeGreaterThan(0);
    for (const text of shown) expect(given).toContainEqual(expect.stringContaining(text));
  });
});

describe("a document", () => {
  test.each(ofKind(/^$/))(
    "on line $line runs",
    async (example) => {
      const directory = temporaryDirectory();
      const data = `${directory}/data`;
      const summary = await runJson(writeDocument(directory, example.text), data);
      expect(summary).toMatchObject({ state: "complete", trials: { failed: 0 } });
      expect((await resultsTable(data)).rows.length).toBe(summary.trials.ok);
    },
    120_000,
  );
});
