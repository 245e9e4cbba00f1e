// Whether a block fits the sweep it says it belongs to: checked once, where it enters.

import { type Block, type Column, granuleOf, granuleRange, rowCount, type SweepRecord } from "@spikefarm/protocol";
import { dataError } from "./errors.js";
import { isSized } from "./part-index.js";

/** IDENTITY 11. */
const MAX_GRANULE_SIZE = 4096;

/** @throws CodedError DATA_BLOCK_REFUSED */
export function checkBlock(block: Block, record: SweepRecord): void {
  const part = record.parts[block.part];
  if (part === undefined) throw refused(block, `the sweep has ${record.parts.length} parts`);
  if (!isSized(part)) throw refused(block, "the part's granule size is not settled yet");
  if (!(block.from < block.to) || granuleOf(part, block.from) !== block.granule || block.to > granuleRange(part, block.granule).to) {
    throw refused(block, `granule ${block.granule} does not hold trials ${block.from} to ${block.to}`);
  }
  checkColumns(block, record);
}

export function checkColumns(block: Block, record: SweepRecord): void {
  const expected = [...record.parameters, ...record.outputs];
  const columns = [...block.parameters, ...block.outputs];
  if (columns.length !== expected.length || !columns.every(({ column }, index) => isSameColumn(column, expected[index]!))) {
    throw refused(
      block,
      `its columns are ${columns.map(({ column }) => column.name).join(", ")}, not ${expected.map(({ name }) => name).join(", ")}`,
    );
  }
  const count = block.to - block.from;
  const isWhole = block.status.length === count && columns.every(({ data }) => rowCount(data) === count);
  if (!isWhole) throw refused(block, `it does not have ${count} rows in every column`);
}

/** @throws CodedError DATA_BLOCK_REFUSED */
export function checkGranuleSize(granuleSize: number): void {
  if (Number.isInteger(granuleSize) && granuleSize >= 1 && granuleSize <= MAX_GRANULE_SIZE) return;
  throw dataError(
    "DATA_BLOCK_REFUSED",
    `A granule of ${granuleSize} trials is refused; give a whole number from 1 to ${MAX_GRANULE_SIZE}.`,
  );
}

/** How a value is displayed does not matter. */
const isSameColumn = (a: Column, b: Column): boolean =>
  a.name === b.name && a.kind === b.kind && a.unit === b.unit && a.shape.join() === b.shape.join() && a.shape.length === b.shape.length;

const refused = ({ sweep, part, from, to }: Block, why: string): Error =>
  dataError(
    "DATA_BLOCK_REFUSED",
    `The rows of trials ${from} to ${to} (part ${part} of ${sweep}) are refused: ${why}. Run the same version of spikefarm everywhere.`,
  );
