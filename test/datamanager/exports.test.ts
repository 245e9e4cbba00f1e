// Tables on paper: what a row looks like, written by hand.

import { exportCsv, exportJson, openDataManager } from "@spikefarm/datamanager";
import { type Block, type Column, type ColumnData, type SweepRecord, TrialStatus, type WriterPort } from "@spikefarm/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PROVENANCE, plainPart, sweepOf } from "../contract/writer-port/sweeps.js";
import { temporaryDirectory } from "./temporary-directory.js";

const { path, remove } = temporaryDirectory();
let data: WriterPort;
beforeAll(async () => {
  data = await openDataManager({ directory: path, machine: "atlas" });
});
afterAll(() => data.close().then(remove));

const column = (name: string, kind: Column["kind"], unit: string, shape: Column["shape"]): Column => ({ name, kind, unit, shape });
const parameters = [column("v0", "f64", "volt", []), column("what", "text", "", [])];
const outputs = [
  column("n", "i32", "", []),
  column("rate, mean", "f64", "hertz", []),
  column("fired", "u8", "", []),
  { ...column("spikes", "f64", "second", [null]), dimensions: ["spike"] },
  column("names", "text", "", [2]),
];

const numbers = (...values: number[]): ColumnData => ({ kind: "f64", values: Float64Array.from(values) });
const list = (offsets: number[], items: Exclude<ColumnData, { kind: "list" }>): ColumnData => ({
  kind: "list",
  offsets: Uint32Array.from(offsets),
  items,
});

/** Four ok rows, a failed one, a skipped one and a crashed one. */
async function putTable(): Promise<SweepRecord> {
  const { ok, failed, skipped, crashed } = TrialStatus;
  const record = sweepOf([plainPart(8, 1, 8)], { parameters, outputs });
  const columns: readonly ColumnData[] = [
    { kind: "i32", values: Int32Array.of(1, -2, 3, 4, 0, 0, 0) },
    numbers(0.1, Number.NaN, Number.POSITIVE_INFINITY, -0, 0, 0, 0),
    { kind: "u8", values: Uint8Array.of(1, 0, 1, 1, 0, 0, 0) },
    list([0, 2, 2, 3, 6, 6, 6, 6], { kind: "f64", values: Float64Array.of(0.001, 2e-7, Number.NaN, 1, Number.NEGATIVE_INFINITY, -0) }),
    list([0, 2, 4, 6, 8, 8, 8, 8], { kind: "text", values: ["a", 'b"c', "=1+1", "é,\n", "", "", "", ""] }),
  ];
  const block: Block = {
    sweep: record.id,
    part: 0,
    granule: 0,
    from: 0,
    to: 7,
    status: Uint8Array.of(ok, ok, ok, ok, failed, skipped, crashed),
    errorCode: ["", "", "", "", "TRIAL_THREW", "", "TRIAL_CRASHED"],
    errorMessage: ["", "", "", "", 'k is "3", not 4', "", "gone"],
    parameters: [
      { column: parameters[0]!, data: numbers(0.009, 1e21, 5e-324, -1, 0, 0, 2) },
      {
        column: parameters[1]!,
        data: { kind: "text", values: ["plain", "with, comma", '"quoted"', "=SUM(A1)", "-x", "@y", "two\nlines"] },
      },
    ],
    outputs: columns.map((columnData, i) => ({ column: outputs[i]!, data: columnData })),
  };
  await data.putSweep(record);
  await data.commit(block, PROVENANCE);
  return record;
}

async function written(exporter: typeof exportCsv, record: SweepRecord, query = {}): Promise<string> {
  const pieces: string[] = [];
  await exporter(data, record.id, (piece) => void pieces.push(piece), query);
  return pieces.join("");
}

test("CSV: names, numbers as they read back, texts quoted and disarmed, lists as JSON, failed rows with their error", async () => {
  expect(await written(exportCsv, await putTable())).toBe(
    [
      'point,repeat,v0,what,status,error,n,"rate, mean",fired,spikes,names',
      '0,0,0.009,plain,ok,,1,0.1,true,"[0.001,2e-7]","[""a"",""b\\""c""]"',
      '1,0,1e+21,"with, comma",ok,,-2,NaN,false,"[]","[""=1+1"",""é,\\n""]"',
      '2,0,5e-324,"""quoted""",ok,,3,Infinity,true,"[""NaN""]","["""",""""]"',
      '3,0,-1,\'=SUM(A1),ok,,4,-0,true,"[1,""-Infinity"",-0]","["""",""""]"',
      '4,0,0,\'-x,failed,"TRIAL_THREW: k is ""3"", not 4",,,,,',
      '6,0,2,"two\nlines",crashed,TRIAL_CRASHED: gone,,,,,',
      "",
    ].join("\r\n"),
  );
});

test("JSON: columns with units, shapes and what their lengths count, a row a line, non-finite numbers as texts, null for what a failed row lacks", async () => {
  const text = await written(exportJson, await putTable());
  const plain = (name: string) => ({ name, unit: "", shape: [] });
  expect(JSON.parse(text)).toEqual({
    columns: [
      plain("point"),
      plain("repeat"),
      { name: "v0", unit: "volt", shape: [] },
      plain("what"),
      plain("status"),
      plain("error"),
      plain("n"),
      { name: "rate, mean", unit: "hertz", shape: [] },
      plain("fired"),
      { name: "spikes", unit: "second", shape: [null], dimensions: ["spike"] },
      { name: "names", unit: "", shape: [2] },
    ],
    rows: [
      [0, 0, 0.009, "plain", "ok", "", 1, 0.1, true, [0.001, 2e-7], ["a", 'b"c']],
      [1, 0, 1e21, "with, comma", "ok", "", -2, "NaN", false, [], ["=1+1", "é,\n"]],
      [2, 0, 5e-324, '"quoted"', "ok", "", 3, "Infinity", true, ["NaN"], ["", ""]],
      [3, 0, -1, "=SUM(A1)", "ok", "", 4, -0, true, [1, "-Infinity", -0], ["", ""]],
      [4, 0, 0, "-x", "failed", 'TRIAL_THREW: k is "3", not 4', null, null, null, null, null],
      [6, 0, 2, "two\nlines", "crashed", "TRIAL_CRASHED: gone", null, null, null, null, null],
    ],
  });
  expect(text.split("\n").filter((line) => line.startsWith("["))).toHaveLength(6);
});

test("a table without rows is a header", async () => {
  const record = sweepOf([plainPart(3)], { parameters: [], outputs: [outputs[0]!] });
  await data.putSweep(record);
  expect(await written(exportCsv, record)).toBe("point,repeat,status,error,n\r\n");
  expect(JSON.parse(await written(exportJson, record))).toMatchObject({ rows: [] });
});

test("a query chooses the rows", async () => {
  const record = await putTable();
  expect((await written(exportCsv, record, { status: [TrialStatus.skipped] })).split("\r\n")[1]).toBe("5,0,0,'@y,skipped,,,,,,");
  expect((await written(exportCsv, record, { offset: 1, limit: 2 })).split("\r\n").map((line) => line[0])).toEqual([
    "p",
    "1",
    "2",
    undefined,
  ]);
});

test("an unknown sweep is refused before a byte is written", async () => {
  let pieces = 0;
  await expect(exportCsv(data, sweepOf([plainPart(1)]).id, () => void pieces++)).rejects.toMatchObject({ code: "DATA_SWEEP_UNKNOWN" });
  expect(pieces).toBe(0);
});
