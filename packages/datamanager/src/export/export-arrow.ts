// A sweep's table as an Arrow IPC stream: record batches of 64 k rows, with the columns of the CSV in its order.
//
//   f64 → Float64    i32 → Int32    u8 → Bool    text → Utf8    a list → List of these
//   point → Int64    repeat → Int32    status, error → Utf8
//
// A field's metadata say its `unit` and, for lists, its `shape` and `dimensions` as JSON; outputs of a row that is not ok are null. The library is large and
// loaded only here, when a table is asked for in this form.

import { type CellValue, type Column, type ElementKind, type Row, type RowQuery, STATUS_NAMES, type SweepId } from "@spikefarm/protocol";
import type { Builder, DataType, Field, RecordBatch, Schema } from "apache-arrow";
import { columnsOf, errorOf, OUTCOME_COLUMNS, ROW_COLUMNS, type TableSource } from "./table-writer.js";

/** Takes a piece of bytes; the export waits for it. */
export type WriteBytes = (bytes: Uint8Array) => void | Promise<void>;

type Arrow = typeof import("apache-arrow");

const BATCH_ROWS = 1 << 16;

export async function exportArrow(source: TableSource, id: SweepId, write: WriteBytes, query: RowQuery = {}): Promise<void> {
  const { columns, swept } = await columnsOf(source, id);
  const arrow = await import("apache-arrow");
  const schema = schemaOf(arrow, columns, swept);
  const encoder = createEncoder(arrow);
  for await (const batch of recordBatches(arrow, schema, source.rows(id, query), swept)) {
    for (const bytes of encoder.encode(batch)) await write(bytes);
  }
  for (const bytes of encoder.end()) await write(bytes);
}

interface Encoder {
  encode(batch: RecordBatch): readonly Uint8Array[];
  end(): readonly Uint8Array[];
}

/** Arrow's own streams take in all batches before the first is read, and a table need not fit in memory: here each batch is handed on. */
function createEncoder(arrow: Arrow): Encoder {
  let pieces: Uint8Array[] = [];
  class PieceWriter extends arrow.RecordBatchStreamWriter {
    protected override _write(chunk: ArrayBufferView): this {
      const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      if (bytes.length > 0) pieces.push(bytes);
      this._position += bytes.length;
      return this;
    }
  }
  const writer = new PieceWriter();
  const take = (work: () => void): readonly Uint8Array[] => {
    pieces = [];
    work();
    return pieces;
  };
  return { encode: (batch) => take(() => writer.write(batch)), end: () => take(() => writer.close()) };
}

function schemaOf(arrow: Arrow, columns: readonly Column[], swept: number): Schema {
  const fieldOf = ({ name, kind, unit, shape, dimensions }: Column): Field => {
    const element = elementType(arrow, kind);
    if (shape.length === 0) return new arrow.Field(name, element, true, new Map([["unit", unit]]));
    const metadata = new Map([
      ["unit", unit],
      ["shape", JSON.stringify(shape)],
      ...(dimensions === undefined ? [] : [["dimensions", JSON.stringify(dimensions)] as const]),
    ]);
    return new arrow.Field(name, new arrow.List(new arrow.Field("item", element, true)), true, metadata);
  };
  const fields = columns.map(fieldOf);
  return new arrow.Schema([
    new arrow.Field(ROW_COLUMNS[0], new arrow.Int64()),
    new arrow.Field(ROW_COLUMNS[1], new arrow.Int32()),
    ...fields.slice(0, swept),
    ...OUTCOME_COLUMNS.map((name) => new arrow.Field(name, new arrow.Utf8())),
    ...fields.slice(swept),
  ]);
}

function elementType(arrow: Arrow, kind: ElementKind): DataType {
  switch (kind) {
    case "f64":
      return new arrow.Float64();
    case "i32":
      return new arrow.Int32();
    case "u8":
      return new arrow.Bool();
    case "text":
      return new arrow.Utf8();
  }
}

/** At least one batch: a table without rows has its columns too. */
async function* recordBatches(
  arrow: Arrow,
  schema: Schema,
  rows: AsyncIterable<readonly Row[]>,
  swept: number,
): AsyncGenerator<RecordBatch> {
  const builders = schema.fields.map(({ type }) => arrow.makeBuilder({ type, nullValues: [null] }));
  let count = 0;
  let batches = 0;
  const flush = (): RecordBatch => {
    const children = builders.map((builder) => builder.flush());
    const length = count;
    count = 0;
    batches++;
    return new arrow.RecordBatch(schema, arrow.makeData({ type: new arrow.Struct(schema.fields), length, children }));
  };
  for await (const some of rows) {
    for (const row of some) {
      append(builders, row, swept);
      count++;
      if (count === BATCH_ROWS) yield flush();
    }
  }
  if (count > 0 || batches === 0) yield flush();
}

function append(builders: readonly Builder[], row: Row, swept: number): void {
  const values: readonly (CellValue | bigint | null)[] = [
    BigInt(row.point),
    row.repeat,
    ...row.cells.slice(0, swept),
    STATUS_NAMES[row.status],
    errorOf(row),
    ...row.cells.slice(swept),
  ];
  values.forEach((value, index) => {
    builders[index]!.append(value);
  });
}
