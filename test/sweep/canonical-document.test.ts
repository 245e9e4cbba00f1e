// When two documents are the same.

import { readdirSync, readFileSync } from "node:fs";
import { DiagnosticList } from "@spikefarm/protocol";
import {
  type CheckedDocument,
  checkDocument,
  type DataFile,
  dataFilesOf,
  inlineDataFiles,
  parseDocument,
  planSweep,
} from "@spikefarm/sweep";
import { expect, test } from "vitest";
import { documentOf, ifCurve, MODULES } from "./documents.js";

const base = ifCurve("{ v0: [1*mV, 2*mV], gain: [1, 2, 3] }");
const again = (document: CheckedDocument): CheckedDocument =>
  checkDocument(JSON.parse(document.canonical), { modules: (name) => MODULES.get(name) }, new DiagnosticList())!;

test.each([
  ["name, tags and note", `name: a\ntags: [b]\nnote: c\n${base}`],
  ["comments and empty lines", `# a comment\n\n${base}`],
  ["the order of keys that has no meaning", base.replace("    v0: 10*mV\n    vt: 10*mV\n", "    vt: 10*mV\n    v0: 10*mV\n")],
  ["how a number is written", base.replace("unused: 3", "unused: 3.0")],
])("IDENTITY 15: the hash of a document leaves out %s", (_name, text) => {
  expect(documentOf(text).hash).toBe(documentOf(base).hash);
});

test.each([
  ["a value of the space", base.replace("2*mV]", "3*mV]")],
  ["the order of axes, which numbers the points", ifCurve("{ gain: [1, 2, 3], v0: [1*mV, 2*mV] }")],
  ["repeats", ifCurve("{ v0: [1*mV, 2*mV], gain: [1, 2, 3] }", "  repeats: 2")],
  ["the model", base.replace("v > vt", "v >= vt")],
])("IDENTITY 15: the hash of a document changes with %s", (_name, text) => {
  expect(documentOf(text).hash).not.toBe(documentOf(base).hash);
});

test("IDENTITY 20: the model's hash keeps names, dt, duration and outputs, and leaves out white space, comments and titles", () => {
  const hashOf = (text: string): string => documentOf(text).modelHash;
  const { modelHash } = documentOf(base);
  expect(hashOf(base.replace("v > vt", "v>vt"))).toBe(modelHash);
  expect(hashOf(base.replace(": volt\n", ": volt  # the membrane\n"))).toBe(modelHash);
  expect(hashOf(`name: a\n${ifCurve("{ v0: 3*mV }", "  repeats: 2\n  seed: 7")}`)).toBe(modelHash);
  expect(hashOf(base.replace("1*second", "2*second"))).not.toBe(modelHash);
  expect(hashOf(base.replace("  duration", "  dt: 0.05*ms\n  duration"))).not.toBe(modelHash);
  expect(hashOf(base.replace("count: ", "spikes: "))).not.toBe(modelHash);
  expect(hashOf(base.replaceAll("G:", "H:").replace("count(G)", "count(H)"))).not.toBe(modelHash);
});

test("IDENTITY 20: a module's hash is that of its source", () => {
  expect(documentOf("{ module: find-rate, sweep: {} }").modelHash).toBe(MODULES.get("find-rate")!.hash);
});

test("the stored document reads as the same document and plan: order of axes and outputs included", () => {
  const text = base.replace('count: "count(G)"', 'z: "count(G)", a: "rate(G)"').replace("{ v0:", "{ vt: 1*mV, v0:");
  const document = documentOf(text);
  const stored = again(document);
  expect(stored.canonical).toBe(document.canonical);
  expect([stored.hash, stored.modelHash]).toEqual([document.hash, document.modelHash]);
  const [plan, storedPlan] = [planSweep(document), planSweep(stored)];
  expect(storedPlan.parts).toEqual(plan.parts);
  expect(storedPlan.outputs.map((column) => column.name)).toEqual(["z", "a"]);
});

test("the stored document keeps the order of initial values, which may use earlier ones", () => {
  const text = base.replace("volt\n      threshold", "volt\n        u : volt\n      initial: { v: 1*mV, u: 2*v }\n      threshold");
  expect(again(documentOf(text)).canonical).toBe(documentOf(text).canonical);
});

test("a document given as an object is checked for what is not plain data", () => {
  const codesOf = (value: unknown): string[] => {
    const diagnostics = new DiagnosticList();
    expect(checkDocument(value, { modules: () => undefined }, diagnostics)).toBeUndefined();
    return diagnostics.items.map((item) => `${item.code} ${item.path}`);
  };
  const circular: Record<string, unknown> = {};
  circular.model = circular;
  expect(codesOf({ model: () => 1 })).toEqual(["DOCUMENT_VALUE model"]);
  expect(codesOf({ sweep: { seed: Number.NaN } })).toEqual(["DOCUMENT_VALUE sweep.seed"]);
  expect(codesOf(JSON.parse('{"sweep": {"__proto__": 1}}'))).toEqual(["DOCUMENT_KEY_UNSAFE sweep.__proto__"]);
  expect(codesOf(circular)[0]).toMatch(/^DOCUMENT_TOO_DEEP/);
  expect(codesOf(null)).toEqual(["DOCUMENT_VALUE "]);
});

const EXAMPLES = new URL("../../examples/", import.meta.url);
const examples = readdirSync(EXAMPLES).filter((name) => name.endsWith(".yaml") && !name.includes("module"));
test.each(examples)("what is stored of %s reads as the same document and plan", (name) => {
  const diagnostics = new DiagnosticList();
  const parsed = parseDocument(readFileSync(new URL(name, EXAMPLES), "utf8"), diagnostics);
  const files = new Map(dataFilesOf(parsed).map((file): [string, DataFile] => [file, { bytes: readFileSync(new URL(file, EXAMPLES)) }]));
  const document = checkDocument(inlineDataFiles(parsed, files, diagnostics), { modules: () => undefined }, diagnostics)!;
  expect(diagnostics.items).toEqual([]);
  const stored = again(document);
  expect(stored.canonical).toBe(document.canonical);
  expect([stored.hash, stored.modelHash]).toEqual([document.hash, document.modelHash]);
  expect(planSweep(stored).parts).toEqual(planSweep(document).parts);
});
