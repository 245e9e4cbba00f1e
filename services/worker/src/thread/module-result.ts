// What a module's `run` returned, against its declared outputs: exactly these names, each of its type and length.

import type { Column } from "@spikefarm/protocol";
import type { OUTPUT_CODES } from "@spikefarm/simulator";
import type { WorkerCode } from "../errors.js";
import type { Cell, FinishedRow, List, Scalar } from "./row-buffer.js";

/** One trial's outputs may take this much (IDENTITY 12). */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
const BYTES_PER_NUMBER = 8;

export function checkResult(result: unknown, outputs: readonly Column[]): FinishedRow {
  if (typeof result !== "object" || result === null) return bad(`run returned ${describe(result)}; return an object of the outputs`);
  const given = result as Readonly<Record<string, unknown>>;
  const extra = Object.keys(given).find((name) => !outputs.some((output) => output.name === name));
  if (extra !== undefined) return bad(`"${extra}" is not among the declared outputs; declare it or leave it out`);
  const sizeBytes = outputs.reduce((sum, { name }) => sum + sizeOf(given[name]), 0);
  if (sizeBytes > MAX_OUTPUT_BYTES) return tooLarge(sizeBytes);
  const cells: Cell[] = [];
  for (const output of outputs) {
    const value = given[output.name];
    if (value === undefined) return bad(`output "${output.name}" is missing; return it`);
    const cell = output.shape.length === 0 ? scalarIn(output, value) : listIn(output, value);
    if (cell === undefined) return bad(`output "${output.name}" is ${describe(value)}; ${expectation(output)} is declared`);
    cells.push(cell);
  }
  return { kind: "ok", cells };
}

/** Bytes of a value as it would be stored, a text counted by its letters. */
function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  return Array.isArray(value) ? value.reduce((sum: number, item) => sum + sizeOf(item), 0) : BYTES_PER_NUMBER;
}

function scalarIn({ kind }: Column, value: unknown): Scalar | undefined {
  switch (kind) {
    case "f64":
      return typeof value === "number" ? value : undefined;
    case "i32":
      return typeof value === "number" && value === (value | 0) ? value | 0 : undefined;
    case "u8":
      return typeof value === "boolean" ? value : undefined;
    case "text":
      return typeof value === "string" ? value : undefined;
  }
}

/** A copy: a module may use its arrays again for the next trial. */
function listIn(column: Column, value: unknown): List | undefined {
  const items = Array.isArray(value) || isTypedArray(value) ? value : undefined;
  if (items === undefined || !fits(column.shape, items.length)) return undefined;
  if (column.kind === "f64" && !Array.isArray(items)) return Float64Array.from(items);
  const cells: Scalar[] = [];
  for (const item of items) {
    const cell = scalarIn(column, item);
    if (cell === undefined) return undefined;
    cells.push(cell);
  }
  return cells;
}

function isTypedArray(value: unknown): value is Float64Array | Int32Array | Uint8Array {
  const isOfBigIntegers = value instanceof BigInt64Array || value instanceof BigUint64Array;
  return ArrayBuffer.isView(value) && !(value instanceof DataView) && !isOfBigIntegers;
}

/** A shape of known lengths takes their product, one with a null any multiple of the others'. */
function fits(shape: Column["shape"], length: number): boolean {
  const known = shape.reduce<number>((product, size) => product * (size ?? 1), 1);
  if (!shape.includes(null)) return length === known;
  return known === 0 ? length === 0 : length % known === 0;
}

const TYPE_NAMES = { f64: "number", i32: "integer of 32 bits", u8: "boolean", text: "text" } as const;

function expectation({ kind, shape }: Column): string {
  if (shape.length === 0) return kind === "i32" ? `an ${TYPE_NAMES[kind]}` : `a ${TYPE_NAMES[kind]}`;
  const sizes = shape.map((size) => size ?? "any").join(" × ");
  return `a flat list of ${TYPE_NAMES[kind]}s (${sizes})`;
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const { length } = value as { readonly length?: number };
    return `${Array.isArray(value) ? "a list" : value.constructor.name} of ${length ?? "no"} items`;
  }
  if (typeof value === "string") return `the text ${JSON.stringify(value.slice(0, 40))}`;
  return typeof value === "object" ? "an object" : `the ${typeof value} ${String(value)}`;
}

function bad(message: string): FinishedRow {
  const code: WorkerCode = "MODULE_BAD_RESULT";
  return { kind: "failed", code, message };
}

function tooLarge(bytes: number): FinishedRow {
  const code: keyof typeof OUTPUT_CODES = "OUTPUT_TOO_LARGE";
  const mebibytes = Math.ceil(bytes / 1024 / 1024);
  return { kind: "failed", code, message: `the outputs take ${mebibytes} MiB, 64 MiB are allowed; return fewer values` };
}
