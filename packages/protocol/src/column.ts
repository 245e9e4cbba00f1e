// Columns: how rows travel and are stored.
//
// A column has one element kind. A scalar column (shape []) holds one element a row. A list column (any other shape) holds a run of
// elements a row, row-major: offsets[r] … offsets[r + 1] of `items`; a null in its shape is a length that differs from row to row.

export type ElementKind = "f64" | "i32" | "u8" | "text";

export interface Column {
  readonly name: string;
  readonly kind: ElementKind;
  /** SI base expression such as "volt", "hertz" or "metre**2"; "" for a dimensionless number, a boolean (u8) or a text. */
  readonly unit: string;
  /** [] scalar; [1000] a value per element; [null] a list of any length; [5, null] and so on. */
  readonly shape: readonly (number | null)[];
  /** What each length of the shape counts, where it is known: element, spike, event, sample or bin. */
  readonly dimensions?: readonly string[];
  /** The unit people read it in, such as "mV"; stored values are always in `unit`. */
  readonly display?: string;
}

export type Elements =
  | { readonly kind: "f64"; readonly values: Float64Array }
  | { readonly kind: "i32"; readonly values: Int32Array }
  | { readonly kind: "u8"; readonly values: Uint8Array }
  | { readonly kind: "text"; readonly values: readonly string[] };

export type ColumnData = Elements | { readonly kind: "list"; readonly offsets: Uint32Array; readonly items: Elements };

/** One cell: a number, boolean (kind u8), text, or a flat list of them. */
export type CellValue = number | boolean | string | readonly (number | boolean | string)[];

/** What became of a trial, as stored and hashed (IDENTITY 12, 19). Timed-out and crashed rows count as failed. */
export const TrialStatus = { ok: 0, failed: 1, skipped: 2, timedOut: 3, crashed: 4 } as const;
export type TrialStatus = (typeof TrialStatus)[keyof typeof TrialStatus];

/** As tables, HTTP and the command spell them. */
export const STATUS_NAMES: Readonly<Record<TrialStatus, string>> = {
  [TrialStatus.ok]: "ok",
  [TrialStatus.failed]: "failed",
  [TrialStatus.skipped]: "skipped",
  [TrialStatus.timedOut]: "timed_out",
  [TrialStatus.crashed]: "crashed",
};
