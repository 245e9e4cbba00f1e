// Texts that parse, and texts that must not cost more than a moment.

import { DiagnosticList } from "@spikefarm/protocol";
import { locateInFile, parseDocument } from "@spikefarm/sweep";
import fc from "fast-check";
import { expect, test } from "vitest";

const parse = (text: string): { value: unknown; codes: string[] } => {
  const diagnostics = new DiagnosticList();
  return { value: parseDocument(text, diagnostics), codes: diagnostics.items.map((item) => item.code) };
};

test.each([
  ["a: 1\nb: [x, 'y', \"z\"]\n", { a: 1, b: ["x", "y", "z"] }],
  ["equations: |\n  dv/dt = -v/tau : volt\n  w : 1\n", { equations: "dv/dt = -v/tau : volt\nw : 1\n" }],
  ["equations:\n  - 'dv/dt = -v/tau : volt'\n  - 'w : 1'\n", { equations: ["dv/dt = -v/tau : volt", "w : 1"] }],
  ["space: { v0: { linspace: [0*mV, 19*mV, 20] } }", { space: { v0: { linspace: ["0*mV", "19*mV", 20] } } }],
  ["a: &x { b: 1 }\nc: *x\n", { a: { b: 1 }, c: { b: 1 } }],
  ["a: 0o17\nb: 0x1F\nc: 1e-3\nd: ~\ne: true\n", { a: 15, b: 31, c: 0.001, d: null, e: true }],
  ['{\n\t"a": [1, 2.5e-3],\n\t"b": "dv/dt = 1 : 1"\n}', { a: [1, 0.0025], b: "dv/dt = 1 : 1" }],
])("%j is read", (text, expected) => {
  expect(parse(text)).toEqual({ value: expected, codes: [] });
});

test("JSON means what JSON.parse says", () => {
  const anyDocument = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,5}$/),
    fc.jsonValue({ maxDepth: 3 }).filter((value) => !/__proto__|constructor|prototype|":null/.test(JSON.stringify(value))),
    { minKeys: 1 },
  );
  fc.assert(
    fc.property(anyDocument, (document) => {
      const text = JSON.stringify(document);
      expect(parse(text).value).toEqual(JSON.parse(text));
    }),
  );
});

/** The code, and where it points: line and column of the text. */
function placesOf(text: string): string[] {
  const diagnostics = new DiagnosticList();
  parseDocument(text, diagnostics);
  return diagnostics.items.map(({ code, line, column, length }) => `${code} ${line}:${column}+${length}`);
}

test.each([
  ['{"a": 1,\n  "a": 2}', ["YAML_DUPLICATE_KEY 2:3+3"]],
  ['{"a": {"b": 1, "\\u0062": 2}}', ["YAML_DUPLICATE_KEY 1:16+8"]],
  ['{"a": [{"b": 1}, {"b": 2}], "c": "a", "d": "a"}\n[', ["YAML_SYNTAX 2:1+1"]],
  ['{"a": [1, -1e999]}', ["DOCUMENT_VALUE 1:11+6"]],
  ['{"__proto__": 1, "x": {"constructor": 2}}', ["DOCUMENT_KEY_UNSAFE 1:2+11", "DOCUMENT_KEY_UNSAFE 1:24+13"]],
])("what is wrong in JSON is pointed at: %s", (text, places) => {
  expect(placesOf(text)).toEqual(places);
});

test.each([
  ["a: 1\na: 2\nb: .inf\n", { a: 1, b: "(not a finite number)" }],
  ['{"a": 1, "a": 2, "b": [1e999]}', { a: 2, b: ["(not a finite number)"] }],
  ['{"a": 1, "a": 2, "__proto__": 1}', undefined],
  ["a: 1\na: 2\nb: 010\n", undefined],
])("what a key that is there twice and a number without end leave behind can be checked, and no more: %j", (text, value) => {
  expect(parse(text).value).toEqual(value);
});

test("a quote, a backslash and a colon within a text are no key", () => {
  const document = { a: '"a": \\', "b\\": "a", c: ["a", "a"], d: { a: "}{][" } };
  expect(parse(JSON.stringify(document))).toEqual({ value: document, codes: [] });
});

const MEGABYTE = 1 << 20;
/** Of processor time, which does not depend on what else runs: what takes longer than this would also take minutes at full size. */
const MOMENT_MS = 5000;
const processorMs = (): number => process.cpuUsage().user / 1000;
test.each([
  ["brackets", "[".repeat(MEGABYTE), "DOCUMENT_TOO_DEEP"],
  ["closing brackets", "]".repeat(MEGABYTE), "DOCUMENT_TOO_DEEP"],
  ["dashes", "- ".repeat(MEGABYTE / 2), "DOCUMENT_TOO_DEEP"],
  ["indentation", Array.from({ length: 1000 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join(""), "DOCUMENT_TOO_DEEP"],
  ["brackets in pairs", "[".repeat(5 * MEGABYTE) + "]".repeat(5 * MEGABYTE), "DOCUMENT_TOO_LARGE"],
  ["JSON beyond its limit", `[${"1,".repeat(6 * MEGABYTE)}1]`, "DOCUMENT_TOO_LARGE"],
  ["20,000 equal keys of JSON", `{${'"a":1,'.repeat(20_000)}"a":1}`, "YAML_DUPLICATE_KEY"],
  ["sixty levels", `${"[".repeat(60)}${"]".repeat(60)}`, "DOCUMENT_TOO_DEEP"],
  ["a text beyond the limit", "#".repeat(MEGABYTE + 1), "DOCUMENT_TOO_LARGE"],
  ["aliases of aliases", bomb(8), "DOCUMENT_TOO_LARGE"],
  ["an alias within itself", "a: &a [*a]", "DOCUMENT_TOO_DEEP"],
  ["20,000 equal keys", "a: 1\n".repeat(20_000), "YAML_DUPLICATE_KEY"],
  ["20,000 octal numbers", "- 010\n".repeat(20_000), "YAML_OCTAL"],
])("a hostile text is refused within a moment: %s", (_name, text, code) => {
  const start = processorMs();
  expect(parse(text).codes).toContain(code);
  expect(processorMs() - start).toBeLessThan(MOMENT_MS);
});

test("half a million numbers written out in JSON are read in a moment", () => {
  const values = Array.from({ length: 500_000 }, (_, index) => index / 8);
  const text = JSON.stringify({ data: { stim: { values } } });
  expect(text.length).toBeGreaterThan(3 * MEGABYTE);
  const start = processorMs();
  expect(parse(text)).toEqual({ value: { data: { stim: { values } } }, codes: [] });
  expect(processorMs() - start).toBeLessThan(MOMENT_MS);
});

function bomb(levels: number): string {
  const lines = ["l0: &l0 [1,1,1,1,1,1,1,1,1]"];
  for (let level = 1; level < levels; level++)
    lines.push(
      `l${level}: &l${level} [${Array(9)
        .fill(`*l${level - 1}`)
        .join(",")}]`,
    );
  return lines.join("\n");
}

const FILE = `# a comment
model:
  groups:
    G:
      equations: |
        dv/dt = (v0 - I)/tau : volt
        w : 1
      threshold: "v > vt"
      reset:
        - v = 0*mV
        - w = x
sweep:
  space: { v0: [1*mV, 2*amp] }
`;

test.each([
  ["model.groups.G.equations", 1, 10, "dv/dt = (v0 - I)/tau : volt", { line: 6, column: 18 }],
  ["model.groups.G.equations", 2, 1, "w : 1", { line: 7, column: 9 }],
  ["model.groups.G.threshold", 1, 5, "v > vt", { line: 8, column: 23 }],
  ["model.groups.G.reset", 2, 5, "w = x", { line: 11, column: 15 }],
  ["sweep.space.v0.1", 1, 1, undefined, { line: 13, column: 23 }],
  ["sweep.space.v1", 1, 1, undefined, undefined],
])("a diagnostic at %s:%i:%i is found in its file", (path, line, column, excerpt, expected) => {
  expect(locateInFile(FILE, { path, line, column, ...(excerpt !== undefined && { excerpt }) })).toEqual(expected);
});
