// Every example of docs/model-language.md is run as it stands there.
//
// The word behind ```yaml says what the block is:
//
//   (none)        a whole document: checked, and run by the real command
//   model         keys of a model; what it leaves out is filled in
//   group         keys of a group
//   sweep         keys of a sweep
//   refused CODE  a whole document, or keys of a group, that is answered with this error

import { readFileSync } from "node:fs";
import { DiagnosticList, formatDiagnostic } from "@spikefarm/protocol";
import { checkDocument, parseDocument, spaceSize, valuesAtRank } from "@spikefarm/sweep";
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
const NOISY = { equations: "dv/dt = (drive - v)/tau + sigma*sqrt(2/tau)*xi : volt" };

function documentOf({ kind, text }: Example): unknown {
  const diagnostics = new DiagnosticList();
  const value = parseDocument(text, diagnostics) as Record<string, unknown>;
  expect(diagnostics.items.map(formatDiagnostic)).toEqual([]);
  if (kind === "sweep") return { model: { parameters: PARAMETERS, groups: { G: NOISY }, duration: "10*ms" }, sweep: value };
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
  expect(new Set(examples.map(({ kind }) => kind.replace(/^refused .*/, "refused")))).toEqual(
    new Set(["", "model", "group", "sweep", "refused"]),
  );
});

describe("a part of a document", () => {
  test.each(ofKind(/^(model|group|sweep)$/))("on line $line is taken as $kind", (example) => {
    expect(codesOf(documentOf(example)).shown).toEqual([]);
  });
});

describe("a space", () => {
  const sweepOf = (example: Example) => checkDocument(documentOf(example), { modules: () => undefined }, new DiagnosticList())!.sweep;
  const said = (text: string, what: "points" | "trials") => Number(new RegExp(`# (\\d+) ${what}`).exec(text)?.[1] ?? Number.NaN);

  test.each(examples.filter(({ text }) => /# \d+ (points|trials)/.test(text)))("on line $line has the points it says", (example) => {
    const { space, repeats } = sweepOf(example);
    expect(spaceSize(space)).toBe(said(example.text, "points"));
    if (example.text.includes("trials")) expect(spaceSize(space) * repeats).toBe(said(example.text, "trials"));
  });

  const AXES: readonly (readonly [axis: string, parameter: string, values: readonly number[]])[] = [
    ["[8*mV, 12*mV]", "drive", [0.008, 0.012]],
    ["{ values: [8*mV, 12*mV] }", "drive", [0.008, 0.012]],
    ["{ linspace: [8*mV, 20*mV, 4] }", "drive", [0.008, 0.012, 0.016, 0.02]],
    ["{ logspace: [1*ms, 100*ms, 5] }", "tau", [0.001, Math.sqrt(1e-5), 0.01, Math.sqrt(1e-3), 0.1]],
    ["{ range: [8*mV, 20*mV, 4*mV] }", "drive", [0.008, 0.012, 0.016]],
    ["12*mV", "drive", [0.012]],
  ];
  test.each(AXES)("the axis %s of the table has its values", (axis, parameter, values) => {
    expect(page).toContain(`\`${axis}\``);
    const { space } = sweepOf({ kind: "sweep", line: 0, text: `space: { ${parameter}: ${axis} }` });
    const given = Array.from({ length: spaceSize(space) }, (_, rank) => valuesAtRank(space, rank).get(parameter) as number);
    expect(given.length).toBe(values.length);
    for (const [index, value] of given.entries()) expect(value).toBeCloseTo(values[index]!, 15);
  });

  test("what is called reserved is refused as reserved", () => {
    const paragraph = /^\*\*Reserved\.\*\*[\s\S]*?\n\n/m.exec(page)![0];
    const [inSpace, asAxes, inSweep, beside] = paragraph.split(";").map((part) => [...part.matchAll(/`(\w+)`/g)].map(([, word]) => word!));
    const sweeps = [
      ...inSpace!.map((word) => ({ space: { [word]: [] } })),
      ...asAxes!.map((word) => ({ space: { drive: { [word]: [] } } })),
      ...inSweep!.map((word) => ({ [word]: {} })),
    ];
    const documents = [
      ...sweeps.map((sweep) => ({ model: { parameters: PARAMETERS, groups: { G: NOISY }, duration: "10*ms" }, sweep })),
      ...beside!.map((word) => ({ model: { parameters: PARAMETERS, groups: { G: NOISY }, duration: "10*ms" }, [word]: {} })),
    ];
    expect(documents.length).toBe(14);
    for (const document of documents) expect(codesOf(document).errors, JSON.stringify(document)).toEqual(["DOCUMENT_KEY_RESERVED"]);
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
