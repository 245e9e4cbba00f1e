// The document's arrays: what each form means in SI, and what each mistake is told.

import { expect, test } from "vitest";
import { check, ifCurve } from "./documents.js";

const withData = (data: string): string => `data: ${data}\n${ifCurve("{ v0: [1*mV] }")}`;

/** Code, place and message of each problem, without the warning that nothing uses the array. */
function problemsOf(data: string): string[] {
  const { problems } = check(withData(data));
  return problems
    .split(/\n(?=error |warning )/)
    .map((text) => `${/^error (.*)$/m.exec(text)?.[1]} @ ${/^ --> (.*)$/m.exec(text)?.[1]}`)
    .filter((text) => !text.startsWith("undefined"));
}

test.each([
  ["3", ["DATA_FORM: 3 is no mapping of arrays @ data"]],
  ["{ s: 3 }", ["DATA_FORM: 3 is no array @ data.s"]],
  ["{ s: { unit: nA } }", ["DATA_FORM: s has no numbers @ data.s"]],
  ["{ s: { values: [1], file: x.npy } }", ["DATA_FORM: s has values and file @ data.s"]],
  ["{ s: { valeus: [1] } }", ["DOCUMENT_KEY_UNKNOWN: there is no key valeus here @ data.s.valeus", "DATA_FORM: s has no numbers @ data.s"]],
  ["{ s: [] }", ["DATA_FORM: [] is no list of numbers @ data.s.values"]],
  ["{ s: [[]] }", ["DATA_FORM: this row has 0 items; the first has 0 @ data.s.values.0"]],
  ["{ s: [[1, 2], [3]] }", ["DATA_FORM: this row has 1 items; the first has 2 @ data.s.values.1"]],
  ["{ s: [[1, 2], 3] }", ["DATA_FORM: this row is no list; the first has 2 @ data.s.values.1"]],
  ["{ s: [1, [2]] }", ["DATA_FORM: [2] is not a number @ data.s.values.1"]],
  ["{ s: [true, 1] }", ["DATA_FORM: true is not a number @ data.s.values.0"]],
  ["{ s: [1*mV, 2] }", ["UNITS_MISMATCH: the array is volt, but 2 is dimensionless @ data.s.values.1"]],
  ["{ s: [[1, 2], [3, 4*amp]] }", ["UNITS_MISMATCH: the array is dimensionless, but 4*amp is amp @ data.s.values.1.1"]],
  ["{ s: { values: [1, 2*mV], unit: nA } }", ["UNITS_MISMATCH: the array is amp, but 2*mV is volt @ data.s.values.1"]],
  ["{ s: { values: [1], unit: 3 } }", ["DATA_FORM: 3 is no unit @ data.s.unit"]],
  ["{ s: { values: [1], unit: -nA } }", ["DATA_FORM: -nA is no unit @ data.s.unit"]],
  ["{ s: { values: [1], dt: 3 } }", ["UNITS_MISMATCH: dt is a time, but 3 is dimensionless @ data.s.dt"]],
  ["{ s: { values: [1], dt: 0*ms } }", ["DATA_FORM: 0*ms is no time between samples @ data.s.dt"]],
  ["{ 1s: [1] }", ['DATA_NAME: "1s" is not a name @ data.1s']],
  ["{ s: { values: [1e300], unit: Gvolt**3 } }", ["DATA_NOT_FINITE: item 0 (from 0) is Infinity @ data.s.values"]],
  ["{ s: { f64: '???' } }", ["DATA_FORM: ??? is not base64 of doubles @ data.s.f64"]],
  ["{ s: { f64: 'AAAAAAAA8D8=', shape: [2] } }", ["DATA_FORM: 1 numbers have no shape [2] @ data.s.shape"]],
  ["{ s: { f64: 'AAAAAAAA+H8=' } }", ["DATA_NOT_FINITE: item 0 (from 0) is NaN @ data.s"]],
  ["{ s: { file: current.npy } }", ["DATA_FILE: the file current.npy is not read from here @ data.s.file"]],
])("%s is told what is wrong", (data, expected) => {
  expect(problemsOf(data)).toEqual(expected);
});

test("five items in error are enough to be told of", () => {
  expect(problemsOf(`{ s: [${Array(100).fill("x*mV").join(", ")}] }`).length).toBeLessThan(10);
});

test("more numbers than are taken, and more arrays", () => {
  const large = JSON.stringify({ data: { s: Array(500_001).fill(1) }, module: "find-rate" });
  expect(check(large).problems).toMatch(/DATA_TOO_LARGE: there are 500001 numbers; 500000 are taken/);
  const both = JSON.stringify({ data: { s: Array(250_001).fill(1), t: Array(250_000).fill(1) }, module: "find-rate" });
  expect(check(both).problems).toMatch(/DATA_TOO_LARGE: all arrays together hold 500001 numbers/);
  const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`s${index}`, [1]]));
  expect(check(JSON.stringify({ data: many, module: "find-rate" })).problems).toMatch(/DATA_TOO_LARGE: there are 101 arrays/);
});

test("an array that nothing uses is a warning, also beside a module", () => {
  expect(check(withData("{ s: [1] }")).problems).toMatch(/^warning DATA_UNUSED: nothing in the model uses s\n --> data\.s$/m);
  expect(check("{ data: { s: [1] }, module: find-rate, sweep: { space: { n: [1] } } }").problems).toMatch(
    /DATA_UNUSED: nothing in the module/,
  );
});
