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

/** Owns the rows since the last block, column by column: rows as objects would outlive the collector's young ones by the thousand. */
export class RowBuffer {
  readonly #outputs: readonly Column[];
  readonly #granule: number;
  readonly #sender: BlockSender;
  #from: number;
  #rows: Columns;
  #sinceMs = nowMs();
  #endedAtMs = this.#sinceMs;

  constructor(outputs: readonly Column[], piece: TrialRange & { readonly granule: number }, sender: BlockSender) {
    this.#outputs = outputs;
    this.#granule = piece.granule;
    this.#from = piece.from;
    this.#sender = sender;
    this.#rows = emptyColumns(outputs);
  }

  /** Milliseconds since the buffer was empty last. */
  ageMs(atMs: number): number {
    return atMs - this.#sinceMs;
  }

  push(row: FinishedRow, endedAtMs: number): void {
    this.#endedAtMs = endedAtMs;
    const { status, errorCode, errorMessage, cells } = this.#rows;
    const isOk = row.kind === "ok";
    status.push(TrialStatus[row.kind]);
    errorCode.push(isOk ? "" : row.code);
    errorMessage.push(isOk ? "" : row.message);
    for (let index = 0; index < cells.length; index++) cells[index]!.push(isOk ? row.cells[index]! : nothingIn(this.#outputs[index]!));
  }

  send(): void {
    const { status, errorCode, errorMessage, cells } = this.#rows;
    if (status.length === 0) return;
    const to = this.#from + status.length;
    const outputs = this.#outputs.map((column, index) => ({ column, data: columnOf(column, cells[index]!) }));
    const rows = { granule: this.#granule, from: this.#from, to, status: Uint8Array.from(status), errorCode, errorMessage, outputs };
    this.#sender.send(rows, { startedAtMs: this.#sinceMs, endedAtMs: this.#endedAtMs });
    this.#rows = emptyColumns(this.#outputs);
    this.#from = to;
    this.#sinceMs = nowMs();
  }
}

interface Columns {
  readonly status: TrialStatus[];
  readonly errorCode: string[];
  readonly errorMessage: string[];
  readonly cells: readonly Cell[][];
}

const emptyColumns = (outputs: readonly Column[]): Columns => ({
  status: [],
  errorCode: [],
  errorMessage: [],
  cells: outputs.map(() => []),
});

/** A row that failed has a zero, an empty text or an empty list. */
const nothingIn = ({ kind, shape }: Column): Cell => (shape.length === 0 ? NOTHING[kind] : NO_ITEMS);

const NO_ITEMS: readonly Scalar[] = [];

/** The cells of one output. */
function columnOf({ kind, shape }: Column, cells: readonly Cell[]): ColumnData {
  if (shape.length === 0) return elementsOf(kind, [cells as readonly Scalar[]]);
  const lists = cells as readonly List[];
  const offsets = new Uint32Array(lists.length + 1);
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
