import { renderTable, type TableOptions } from "@spikefarm/cli/present";
import { type Column, type Row, TrialStatus } from "@spikefarm/protocol";
import { expect, test } from "vitest";

const COLUMNS: readonly Column[] = [
  { name: "v0", kind: "f64", unit: "volt", shape: [], display: "mV" },
  { name: "n", kind: "i32", unit: "", shape: [] },
];
const ok = (point: number, cells: Row["cells"], repeat = 0): Row => ({
  point,
  repeat,
  status: TrialStatus.ok,
  errorCode: "",
  errorMessage: "",
  cells,
});
const failed = (point: number, cells: Row["cells"]): Row => ({
  ...ok(point, cells),
  status: TrialStatus.failed,
  errorCode: "MODULE_THREW",
  errorMessage: "no such file",
});

function check(rows: readonly Row[], options: Partial<TableOptions>, expected: string): void {
  const table = renderTable(COLUMNS, rows, { maxRows: 10, units: "display", ...options });
  expect(`\n${table}\n`).toBe(expected);
}

test("a sweep without rows says so", () => {
  expect(renderTable(COLUMNS, [], { maxRows: 10, units: "SI" })).toBe("no rows");
});

test("numbers align at their points, under names with units", () => {
  check(
    [ok(0, [0.0095, 0]), ok(1, [0.01, 41]), ok(2, [0.01125, 133])],
    {},
    `
point  v0 [mV]    n
─────  ───────  ───
    0     9.5     0
    1    10      41
    2    11.25  133
`,
  );
});

test("SI values show on request", () => {
  check(
    [ok(0, [0.0095, 0])],
    { units: "SI" },
    `
v0 [volt]  n
─────────  ─
   0.0095  0
`,
  );
});

test("a long table keeps its head and tail and counts the rest", () => {
  const rows = Array.from({ length: 20 }, (_, index) => ok(index, [index / 1000, index]));
  check(
    rows,
    { maxRows: 4 },
    `
point  v0 [mV]   n
─────  ───────  ──
    0        0   0
    1        1   1
    ⋮        ⋮   ⋮   16 more rows
   18       18  18
   19       19  19
`,
  );
});

test("of a table too long to hold, the ends suffice", () => {
  check(
    [ok(0, [0, 0]), ok(1, [0, 1]), ok(999_998, [1, 7]), ok(999_999, [1, 8])],
    { maxRows: 4, units: "SI", total: 1_000_000 },
    `
 point  v0 [volt]  n
──────  ─────────  ─
     0          0  0
     1          0  1
     ⋮          ⋮  ⋮   999,996 more rows
999998          1  7
999999          1  8
`,
  );
});

test("rows that are not there yet come last", () => {
  check(
    [ok(0, [0.001, 3]), ok(1, [0.002, 4])],
    { total: 5 },
    `
point  v0 [mV]  n
─────  ───────  ─
    0        1  3
    1        2  4
    ⋮        ⋮  ⋮   3 more rows
`,
  );
});

test("status and error appear when a trial failed", () => {
  check(
    [ok(0, [0.001, 3]), failed(1, [0.002, null])],
    {},
    `
point  v0 [mV]  n  status  error
─────  ───────  ─  ──────  ──────────────────────────
    0        1  3  ok
    1        2  –  failed  MODULE_THREW: no such file
`,
  );
});

test("a status reads as in the exported tables", () => {
  const row = { ...failed(0, [0.001, null]), status: TrialStatus.timedOut, errorCode: "", errorMessage: "no report for 5 s" };
  check(
    [row],
    {},
    `
v0 [mV]  n  status     error
───────  ─  ─────────  ─────────────────
      1  –  timed_out  no report for 5 s
`,
  );
});

test("the repeat appears when there are several", () => {
  check(
    [ok(0, [0.001, 3], 0), ok(0, [0.001, 4], 1)],
    {},
    `
repeat  v0 [mV]  n
──────  ───────  ─
     0        1  3
     1        1  4
`,
  );
});

test("columns that do not fit the terminal are named", () => {
  check(
    [ok(0, [0.001, 3])],
    { width: 8 },
    `
v0 [mV]
───────
      1
and n
`,
  );
});

test("colors are only written when asked for", () => {
  const colorCode = "\u001b[";
  expect(renderTable(COLUMNS, [ok(0, [0, 0])], { maxRows: 4, units: "SI" })).not.toContain(colorCode);
  expect(renderTable(COLUMNS, [ok(0, [0, 0])], { maxRows: 4, units: "SI", hasColor: true })).toContain(colorCode);
});
