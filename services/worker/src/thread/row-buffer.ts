// Finished rows of one granule on their way into a block.

import { canonicalizeNaN } from "@spikefarm/numerics";
import { type CellValue, type Column, type ColumnData, type Elements, type TrialRange, TrialStatus } from "@spikefarm/protocol";
import { type BlockSender, nowMs } from "./block-sender.js";

/** Cells are in the order of the outputs and fit their columns. */
export type FinishedRow =
  | { readonly kind: "ok"; readonly cells: readonly CellValue[] }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

export class RowBuffer {
  readonly #outputs: readonly Column[];
  readonly #granule: number;
  readonly #sender: BlockSender;
  #from: number;
  #rows: FinishedRow[] = [];
  #sinceMs = nowMs();

  constructor(outputs: readonly Column[], piece: TrialRange & { readonly granule: number }, sender: BlockSender) {
    this.#outputs = outputs;
    this.#granule = piece.granule;
    this.#from = piece.from;
    this.#sender = sender;
  }

  /** Milliseconds since the buffer was empty last. */
  get ageMs(): number {
    return nowMs() - this.#sinceMs;
  }

  push(row: FinishedRow): void {
    this.#rows.push(row);
  }

  send(): void {
    const rows = this.#rows;
    if (rows.length === 0) return;
    const to = this.#from + rows.length;
    this.#sender.send(
      {
        granule: this.#granule,
        from: this.#from,
        to,
        status: Uint8Array.from(rows, ({ kind }) => TrialStatus[kind]),
        errorCode: rows.map((row) => (row.kind === "failed" ? row.code : "")),
        errorMessage: rows.map((row) => (row.kind === "failed" ? row.message : "")),
        outputs: this.#outputs.map((column, index) => ({ column, data: columnOf(column, index, rows) })),
      },
      this.#sinceMs,
    );
    this.#rows = [];
    this.#from = to;
    this.#sinceMs = nowMs();
  }
}

/** The cells of one output; a row that failed has a zero, an empty text or an empty list. */
function columnOf(column: Column, index: number, rows: readonly FinishedRow[]): ColumnData {
  const cells = rows.map((row) => (row.kind === "ok" ? row.cells[index]! : undefined));
  if (column.shape.length === 0)
    return elementsOf(
      column,
      cells.map((cell) => (cell as Scalar | undefined) ?? NOTHING[column.kind]),
    );
  const lists = cells.map((cell) => (cell as readonly Scalar[] | undefined) ?? []);
  const offsets = new Uint32Array(rows.length + 1);
  lists.forEach((list, row) => {
    offsets[row + 1] = offsets[row]! + list.length;
  });
  return { kind: "list", offsets, items: elementsOf(column, lists.flat()) };
}

type Scalar = number | boolean | string;
const NOTHING = { f64: 0, i32: 0, u8: 0, text: "" } as const;

function elementsOf({ kind }: Column, scalars: readonly Scalar[]): Elements {
  switch (kind) {
    case "f64": {
      const values = Float64Array.from(scalars, Number);
      canonicalizeNaN(values);
      return { kind, values };
    }
    case "i32":
      return { kind, values: Int32Array.from(scalars, Number) };
    case "u8":
      return { kind, values: Uint8Array.from(scalars, Number) };
    case "text":
      return { kind, values: scalars.map(String) };
  }
}
