import { createRequire } from "node:module";
import { exportArrow, openDataManager } from "@spikefarm/datamanager";
import { TrialStatus, type WriterPort } from "@spikefarm/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collect, commitRange, plainPart, sweepOf } from "../contract/writer-port/sweeps.js";
import { temporaryDirectory } from "./temporary-directory.js";

/** Arrow as the store has it: what the test reads of a table. */
interface Table {
  readonly numRows: number;
  readonly batches: readonly { readonly numRows: number }[];
  readonly schema: {
    readonly fields: readonly { readonly name: string; readonly type: unknown; readonly metadata: Map<string, string> }[];
  };
  getChild(name: string): { get(row: number): unknown } | null;
}
const { tableFromIPC } = createRequire(new URL("../../packages/datamanager/package.json", import.meta.url))("apache-arrow") as {
  tableFromIPC(bytes: Uint8Array): Table;
};

const { path, remove } = temporaryDirectory();
let data: WriterPort;
beforeAll(async () => {
  data = await openDataManager({ directory: path, machine: "atlas" });
});
afterAll(() => data.close().then(remove));

async function tableOf(id: Parameters<typeof exportArrow>[1]): Promise<Table> {
  const pieces: Uint8Array[] = [];
  await exportArrow(data, id, (bytes) => void pieces.push(bytes));
  return tableFromIPC(Buffer.concat(pieces));
}

const NAMES = ["point", "repeat", "gain", "label", "status", "error", "n", "mean", "fired", "spikes", "names"];

test("read back by Arrow, a table has the rows that the store gives, over several record batches", async () => {
  const record = sweepOf([plainPart(70_000, 1, 4096)]);
  await data.putSweep(record);
  await commitRange(data, record, { from: 0, to: 70_000 }, { status: (trial) => (trial % 1000 === 1 ? TrialStatus.failed : 0) });
  const table = await tableOf(record.id);
  expect(table.schema.fields.map(({ name }) => name)).toEqual(NAMES);
  expect(table.schema.fields.map(({ type }) => String(type))).toEqual(
    "Int64 Int32 Float64 Utf8 Utf8 Utf8 Int32 Float64 Bool List<Float64> List<Utf8>".split(" "),
  );
  expect(table.schema.fields[7]!.metadata.get("unit")).toBe("volt");
  expect(Object.fromEntries(table.schema.fields[9]!.metadata)).toEqual({ unit: "second", shape: "[null]" });
  expect(table.batches.map(({ numRows }) => numRows)).toEqual([65_536, 70_000 - 65_536]);

  const rows = await collect(data.rows(record.id));
  for (const at of [0, 1, 2, 3, 1001, 4095, 4096, 65_535, 65_536, 69_999]) {
    const { point, repeat, status, cells } = rows[at]!;
    const [gain, label, ...outputs] = cells;
    const isOk = status === TrialStatus.ok;
    const expected = [BigInt(point), repeat, gain, label, isOk ? "ok" : "failed", isOk ? "" : `TRIAL_THREW: trial ${at} broke`, ...outputs];
    expect(NAMES.map((name) => plain(table.getChild(name)!.get(at)))).toEqual(expected);
  }
});

test("a table without rows has its columns", async () => {
  const record = sweepOf([plainPart(3)]);
  await data.putSweep(record);
  const table = await tableOf(record.id);
  expect(table.numRows).toBe(0);
  expect(table.schema.fields.map(({ name }) => name)).toEqual(NAMES);
});

/** A list arrives as a vector. */
const plain = (value: unknown): unknown => (typeof value === "object" && value !== null ? [...(value as Iterable<unknown>)] : value);
