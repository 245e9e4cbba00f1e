// Arrays in files: what numpy itself wrote (the files of ./arrays), and texts, become numbers within the document; the rest is refused by name.

import { readFileSync } from "node:fs";
import { DiagnosticList } from "@spikefarm/protocol";
import { checkDocument, type DataFile, dataFilesOf, inlineDataFiles } from "@spikefarm/sweep";
import fc from "fast-check";
import { expect, test } from "vitest";

interface Inlined {
  readonly f64: string;
  readonly shape: readonly number[];
  readonly unit?: string;
}

function inline(file: string, found: DataFile): { array: Inlined; problems: string[] } {
  const diagnostics = new DiagnosticList();
  const document = { data: { stim: { file, unit: "nA" } } };
  const { data } = inlineDataFiles(document, new Map([[file, found]]), diagnostics) as { data: { stim: Inlined } };
  return { array: data.stim, problems: diagnostics.items.map(({ path, code, message }) => `${path} ${code} ${message}`) };
}

/** Node's own base64, and the machine's own doubles. */
function numbersOf({ f64 }: Inlined): number[] {
  const bytes = Buffer.from(f64, "base64");
  return Array.from({ length: bytes.length / 8 }, (_, index) => bytes.readDoubleLE(8 * index));
}

const saved = (name: string): DataFile => ({ bytes: readFileSync(new URL(`./arrays/${name}`, import.meta.url)) });
const written = (text: string): DataFile => ({ bytes: Buffer.from(text) });
const latin = (text: string): DataFile => ({ bytes: Buffer.from(text, "latin1") });

test.each([
  ["f8.npy", [3], [0, 0.1, -0.0025]],
  ["f4-table.npy", [3, 2], [Math.fround(0.1), 2, 3, 4, 5, 6]],
  ["i2.npy", [3], [-1, 0, 32767]],
  ["i8.npy", [2], [-1, 2 ** 53 - 1]],
  ["u1.npy", [2], [0, 255]],
  ["u4.npy", [2], [0, 4294967295]],
  ["version-2.npy", [2], [1.5, 2.5]],
])("%s is read as numpy wrote it", (name, shape, numbers) => {
  const { array, problems } = inline(name, saved(name));
  expect(problems).toEqual([]);
  expect(array).toMatchObject({ shape, unit: "nA" });
  expect(numbersOf(array)).toEqual(numbers);
});

test.each([
  ["a column", "1\n2.5e-3\n-.5\n", [3], [1, 0.0025, -0.5]],
  ["columns below a header", "time,current\r\n0,1\r\n1,2\r\n", [2, 2], [0, 1, 1, 2]],
  ["a byte order mark, a comment, empty lines and semicolons", "\uFEFF# by hand\n\n1;2\n3;4", [2, 2], [1, 2, 3, 4]],
  ["tabs, and a header that is not ASCII", "µ\tΩ\n1\t2\n", [1, 2], [1, 2]],
])("a .csv file with %s is read", (_name, text, shape, numbers) => {
  const { array, problems } = inline("current.CSV", written(text));
  expect(problems).toEqual([]);
  expect(array.shape).toEqual(shape);
  expect(numbersOf(array)).toEqual(numbers);
});

test.each<[file: string, found: DataFile, message: RegExp]>([
  ["big-endian.npy", saved("big-endian.npy"), /of the type >f8, not <f8/],
  ["complex.npy", saved("complex.npy"), /of the type <c16/],
  ["objects.npy", saved("objects.npy"), /of the type \|O/],
  ["records.npy", saved("records.npy"), /of the type that its header gives/],
  ["cube.npy", saved("cube.npy"), /3 dimensions; 1 and 2 are read/],
  ["scalar.npy", saved("scalar.npy"), /0 dimensions/],
  ["fortran.npy", saved("fortran.npy"), /column by column \(Fortran order\)/],
  ["i8-too-large.npy", saved("i8-too-large.npy"), /beyond 2\^53/],
  ["empty.npy", saved("empty.npy"), /it holds no numbers/],
  ["text.npy", written("not an array at all"), /does not begin as a \.npy file does/],
  ["short.npy", { bytes: readFileSync(new URL("./arrays/f8.npy", import.meta.url)).subarray(0, 150) }, /take 24 bytes, but 22 follow/],
  ["cut.npy", { bytes: readFileSync(new URL("./arrays/f8.npy", import.meta.url)).subarray(0, 40) }, /its header is cut short/],
  ["huge.npy", latin(npyHeader("(1000000, 1000000)")), /holds 1000000000000 numbers; 500000 are taken/],
  ["a.csv", written("1,2\n3\n"), /line 2: it has 1 columns, and the rows above have 2/],
  ["a.csv", written("1\nx\n"), /line 2: "x" is not a number/],
  ["a.csv", written("1_000\n2\n"), /line 1: "1_000" is not a number/],
  ["a.csv", written("0x10\n1\n"), /line 1: "0x10" is not a number/],
  ["a.csv", written("1,O.5\n2,3\n"), /line 1: "O.5" is not a number/],
  ["a.csv", written("# by hand\n1,\n2,3\n"), /line 2: a cell is empty/],
  ["a.csv", written("\u22120.5\n0.5\n"), /line 1: ".{3}0.5" is not a number/],
  ["a.csv", written('"0.5"\n0.5\n'), /line 1: ""0.5"" is not a number/],
  ["a.csv", written("nan,x\n2,3\n"), /line 1: "x" is not a number/],
  ["a.csv", written("1,2\n3,\n"), /line 2: a cell is empty/],
  ["a.csv", written("only,a,header\n"), /it has no numbers/],
  ["a.csv", written("0\n".repeat(500_001)), /holds 500001 numbers/],
  ["a.mat", written("1"), /ends with neither \.npy nor \.csv/],
  ["gone.npy", { problem: "ENOENT: no such file" }, /ENOENT/],
])("%s is refused", (file, found, message) => {
  const { problems } = inline(file, found);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^data\.stim\.file DATA_FILE /);
  expect(problems[0]).toMatch(message);
});

function npyHeader(shape: string): string {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }\n`;
  return `\u0093NUMPY\x01\x00${String.fromCharCode(header.length)}\x00${header}`;
}

test("NaN in a file is told with its row and column", () => {
  const diagnostics = new DiagnosticList();
  const files = new Map([["nan.npy", saved("nan.npy")]]);
  checkDocument(
    inlineDataFiles({ data: { s: { file: "nan.npy" } }, model: {} }, files, diagnostics),
    { modules: () => undefined },
    diagnostics,
  );
  const [first] = diagnostics.items;
  expect(first).toMatchObject({ path: "data.s", code: "DATA_NOT_FINITE", message: "row 0, column 1 (from 0) is NaN" });
});

test("every file of a document is asked for once, and a document without files is left as it is", () => {
  const document = { data: { a: { file: "x.npy" }, b: { file: "x.npy" }, c: [1], d: { file: "y.csv" } } };
  expect(dataFilesOf(document)).toEqual(["x.npy", "y.csv"]);
  const plain = { data: { c: [1] } };
  expect(inlineDataFiles(plain, new Map(), new DiagnosticList())).toBe(plain);
  for (const odd of [null, 3, [], { data: 3 }, { data: { a: null } }]) expect(dataFilesOf(odd)).toEqual([]);
});

const SEED = 20_261_123;

test(`a file with some bytes changed, cut or added is an array or is refused, and nothing is thrown (seed ${SEED})`, () => {
  const original = (saved("f4-table.npy") as { bytes: Uint8Array }).bytes;
  const change = fc.record({ at: fc.nat(original.length - 1), to: fc.nat(255) });
  const length = fc.integer({ min: 0, max: 2 * original.length });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), fc.option(length), (changes, cut) => {
      const bytes = new Uint8Array(cut ?? original.length);
      bytes.set(original.subarray(0, bytes.length));
      for (const { at, to } of changes) if (at < bytes.length) bytes[at] = to;
      const { array, problems } = inline("x.npy", { bytes });
      if (problems.length === 0) expect(numbersOf(array)).toHaveLength(array.shape.reduce((product, size) => product * size, 1));
      else expect(problems[0]).toMatch(/DATA_FILE/);
    }),
    { seed: SEED, numRuns: 3000 },
  );
});

test(`any text as a .csv file is an array or is refused, and nothing is thrown (seed ${SEED})`, () => {
  const cell = fc.oneof(fc.double().map(String), fc.constantFrom("", "x", "nan", "-inf", "1e999", " 2 ", "#", '"3"', "1,5"), fc.string());
  const text = fc.array(fc.array(cell, { maxLength: 4 }).map((cells) => cells.join(","))).map((lines) => lines.join("\n"));
  fc.assert(
    fc.property(text, (content) => {
      const { problems } = inline("x.csv", written(content));
      for (const problem of problems) expect(problem).toMatch(/^data\.stim\.file DATA_FILE /);
    }),
    { seed: SEED, numRuns: 1000 },
  );
});

test(`whatever stands under data is taken or told about, and nothing is thrown (seed ${SEED})`, () => {
  const item = fc.oneof(fc.double(), fc.constantFrom("1*mV", "mV", "x", "1*ms", "", "3"), fc.jsonValue({ maxDepth: 2 }));
  const entry = fc.oneof(
    item,
    fc.array(item, { maxLength: 4 }),
    fc.array(fc.array(item, { maxLength: 3 }), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("values", "f64", "file", "shape", "unit", "dt", "doc"), fc.oneof(item, fc.array(item, { maxLength: 3 }))),
  );
  const model = { groups: { G: { equations: "dv/dt = s(t)/ms : 1", initial: { v: "s" } } }, duration: "1*ms" };
  fc.assert(
    fc.property(fc.oneof(item, fc.dictionary(fc.constantFrom("s", "t", "exp", "1x"), entry)), (data) => {
      const diagnostics = new DiagnosticList();
      const document = checkDocument({ data, model }, { modules: () => undefined }, diagnostics);
      expect(document === undefined).toBe(diagnostics.hasErrors);
    }),
    { seed: SEED, numRuns: 3000 },
  );
});
