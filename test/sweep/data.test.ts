// The document's arrays: what each form means in SI, and what each mistake is told.

import { Rational } from "@spikefarm/numerics";
import fc from "fast-check";
import { expect, test } from "vitest";
import { check, documentOf, ifCurve } from "./documents.js";

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
  ["{ 1s: [1] }", ['NAME_INVALID: "1s" is not a name @ data.1s']],
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

/** A model that adds up what its arrays say; `use` names them. */
const using = (data: unknown, use: string): string =>
  JSON.stringify({
    data,
    model: { groups: { G: { equations: `dv/dt = (${use})/ms : 1` } }, duration: "1*ms", outputs: { v: "mean(final(G.v))" } },
  });
const arraysOf = (data: unknown, use: string) => {
  const { task } = documentOf(using(data, use));
  return task.kind === "model" ? task.model.data : [];
};

test.each<[form: string, data: unknown, shape: readonly number[], values: readonly number[]]>([
  ["numbers in a unit", { values: [0, 9, 0.3, -0], unit: "nA", dt: "0.1*ms" }, [4], [0, 9e-9, 0.3e-9, 0]],
  ["quantities of one dimension", { values: ["1*nA", "2.5e-3*uA", "-amp", "3 * pA*2"], dt: "0.1*ms" }, [4], [1e-9, 2.5e-9, -1, 6e-12]],
  [
    "a table",
    {
      values: [
        [1, 2],
        ["3*nA", 4],
      ],
      unit: "nA",
      dt: "0.1*ms",
    },
    [2, 2],
    [1e-9, 2e-9, 3e-9, 4e-9],
  ],
  ["base64", { f64: base64Of([1.5, -0.1]), shape: [2], unit: "nA", dt: "0.1*ms" }, [2], [1.5e-9, -0.1e-9]],
  ["base64 of a table", { f64: base64Of([1, 2, 3, 4]), shape: [2, 2], unit: "nA", dt: "0.1*ms" }, [2, 2], [1e-9, 2e-9, 3e-9, 4e-9]],
])("IDENTITY 1: %s become SI, rounded once", (_form, stim, shape, values) => {
  const use = shape.length === 1 ? "stim(t)/amp" : "stim(t, i)/amp";
  expect(arraysOf({ stim }, use)).toEqual([{ name: "stim", unit: "amp", shape, values: Float64Array.from(values), dtSeconds: 0.0001 }]);
});

test("IDENTITY 1: a number in any unit is the double that the language gives it", () => {
  const seed = 20_240_611;
  const units = ["nA", "pA", "uA", "amp", "Mamp", "mV**2"];
  const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e200, max: 1e200 });
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 50 }), fc.constantFrom(...units), (values, unit) => {
      const base = unit === "mV**2" ? "volt**2" : "amp";
      const [inUnit, written] = arraysOf(
        { stim: { values, unit, dt: "ms" }, twin: { values: values.map((value) => `${value}*${unit}`), dt: "ms" } },
        `(stim(t) + twin(t))/(${base})`,
      );
      expect([...inUnit!.values]).toEqual([...written!.values]);
      const exact = values.map((value) => Rational.fromShortest(value).multiply(SCALES[unit]!).toNumber());
      expect([...inUnit!.values]).toEqual(exact);
    }),
    { seed, numRuns: 50 },
  );
});
const SCALES: Readonly<Record<string, Rational>> = {
  nA: Rational.parse("1e-9"),
  pA: Rational.parse("1e-12"),
  uA: Rational.parse("1e-6"),
  amp: Rational.one,
  Mamp: Rational.parse("1e6"),
  "mV**2": Rational.parse("1e-6"),
};

function base64Of(numbers: readonly number[]): string {
  return Buffer.from(Float64Array.from(numbers).buffer).toString("base64");
}

test("IDENTITY 20: the model's hash holds the bytes of the arrays it names, however they were written, and no others", () => {
  const hashOf = (data: unknown): string => documentOf(using(data, "stim(t)/amp")).modelHash;
  const base = hashOf({ stim: { values: [1, 2], unit: "nA", dt: "0.1*ms" } });
  expect(hashOf({ stim: { values: ["1*nA", "0.002*uA"], dt: "100*us" } })).toBe(base);
  expect(hashOf({ stim: { f64: base64Of([1, 2]), unit: "nA", dt: "0.1*ms" } })).toBe(base);
  expect(hashOf({ stim: { values: [1, 2], unit: "nA", dt: "0.1*ms" }, other: [1] })).toBe(base);
  expect(hashOf({ stim: { values: [1, 2.0000000000000004], unit: "nA", dt: "0.1*ms" } })).not.toBe(base);
  expect(hashOf({ stim: { values: [1, 2], unit: "nA", dt: "0.2*ms" } })).not.toBe(base);
});

test("IDENTITY 15: the document's hash changes with a number of its arrays", () => {
  const hashOf = (last: number): string => documentOf(using({ stim: { values: [1, last], unit: "nA", dt: "0.1*ms" } }, "stim(t)/amp")).hash;
  expect(hashOf(2)).not.toBe(hashOf(3));
});

test("an array in error is told of once: what uses it is left alone", () => {
  const { problems } = check(using({ stim: { values: ["x*nA"], dt: "0.1*ms" } }, "stim(t)/amp"));
  expect(problems.match(/^(?:error|warning) \w+/gm)).toEqual(["error NAME_UNKNOWN"]);
});

test.each(["exp", "t", "mV", "tau"])("an array cannot be called %s", (name) => {
  const document = {
    data: { [name]: [1] },
    model: { parameters: { tau: 1 }, groups: { G: { equations: "dv/dt = tau/ms : 1" } }, duration: "1*ms" },
  };
  expect(check(JSON.stringify(document)).problems).toMatch(new RegExp(`error NAME_\\w+: ${name} `));
});
