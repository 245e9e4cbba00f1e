// What a block's bytes say about themselves, as canonical JSON (keys sorted, no white space), and the check of what was read.

import type { Block, Provenance } from "./block.js";
import type { Column, ElementKind } from "./column.js";
import { isSweepId, type SweepId } from "./ids.js";

export interface BlockMetadata {
  readonly sweep: SweepId;
  readonly part: number;
  readonly granule: number;
  readonly from: number;
  readonly to: number;
  readonly parameters: readonly Column[];
  readonly outputs: readonly Column[];
}

export function metadataOf(block: Block): BlockMetadata {
  const { sweep, part, granule, from, to } = block;
  const columns = (list: Block["parameters"]): Column[] => list.map(({ column }) => column);
  return { sweep, part, granule, from, to, parameters: columns(block.parameters), outputs: columns(block.outputs) };
}

/** JSON with the keys of every object in order, so that equal values have equal bytes. */
export function sortedJson(value: object): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    isRecord(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
  );
}

/** The metadata in a parsed value; undefined where it is not one. */
export function readMetadata(value: unknown): BlockMetadata | undefined {
  if (!isRecord(value)) return undefined;
  const { sweep, part, granule, from, to, parameters, outputs } = value;
  if (typeof sweep !== "string" || !isSweepId(sweep)) return undefined;
  if (!isCount(part) || !isCount(granule) || !isCount(from) || !isCount(to) || from >= to) return undefined;
  if (!isColumnList(parameters) || !isColumnList(outputs)) return undefined;
  return { sweep, part, granule, from, to, parameters, outputs };
}

export function readProvenance(value: unknown): Provenance | undefined {
  if (!isRecord(value)) return undefined;
  const { machine, process, thread, target, attempt, startedAt, elapsedSeconds, versions } = value;
  if (typeof machine !== "string" || typeof target !== "string" || typeof startedAt !== "string") return undefined;
  if (!isCount(process) || !isCount(thread) || !isCount(attempt) || typeof elapsedSeconds !== "number") return undefined;
  if (!isRecord(versions)) return undefined;
  const texts = Object.entries(versions).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return { machine, process, thread, target, attempt, startedAt, elapsedSeconds, versions: Object.fromEntries(texts) };
}

const KINDS: readonly unknown[] = ["f64", "i32", "u8", "text"] satisfies ElementKind[];

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isColumnList = (value: unknown): value is readonly Column[] => Array.isArray(value) && value.every(isColumn);

function isColumn(value: unknown): value is Column {
  if (!isRecord(value)) return false;
  const { name, kind, unit, shape, dimensions, display } = value;
  if (typeof name !== "string" || !KINDS.includes(kind) || typeof unit !== "string") return false;
  if (display !== undefined && typeof display !== "string") return false;
  if (dimensions !== undefined && !(Array.isArray(dimensions) && dimensions.every((word) => typeof word === "string"))) return false;
  return Array.isArray(shape) && shape.every((length) => length === null || isCount(length));
}
