// Finished rows of one granule on their way into a block.

import { canonicalizeNaN } from "@spikefarm/numerics";
import { type Column, type ColumnData, type ElementKind, type Elements, type TrialRange, TrialStatus } from "@spikefarm/protocol";
import { type BlockSender, nowMs } from "./block-sender.js";

export type Scalar = number | boolean | string;
export type List = readonly Scalar[] | Float64Array;
export type Cell = Scalar | List;

/** Cells are in the order of the outputs and fit their columns. */
export type FinishedRow =
  | { readonly kind: "ok"; readonly cells: readonly Cell[] }
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
  ageMs(atMs: number): number {
    return atMs - this.#sinceMs;
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
function columnOf({ kind, shape }: Column, index: number, rows: readonly FinishedRow[]): ColumnData {
  const cells = rows.map((row) => (row.kind === "ok" ? row.cells[index]! : undefined));
  if (shape.length === 0) return elementsOf(kind, [cells.map((cell) => (cell as Scalar | undefined) ?? NOTHING[kind])]);
  const lists = cells.map((cell) => (cell as List | undefined) ?? []);
  const offsets = new Uint32Array(rows.length + 1);
  lists.forEach((list, row) => {
    offsets[row + 1] = offsets[row]! + list.length;
  });
  return { kind: "list", offsets, items: elementsOf(kind, lists) };
}

const NOTHING = { f64: 0, i32: 0, u8: 0, text: "" } as const;

/** The lists' items one after the other. */
function elementsOf(kind: ElementKind, lists: readonly List[]): Elements {
  if (kind === "text") return { kind, values: lists.flatMap((list) => Array.from(list, String)) };
  const length = lists.reduce((sum, list) => sum + list.length, 0);
  const values = { f64: Float64Array, i32: Int32Array, u8: Uint8Array }[kind];
  const elements = { kind, values: new values(length) } as Elements & { readonly values: Float64Array | Int32Array | Uint8Array };
  let at = 0;
  for (const list of lists) {
    elements.values.set(list as ArrayLike<number>, at);
    at += list.length;
  }
  if (elements.kind === "f64") canonicalizeNaN(elements.values);
  return elements;
}
