import type { Block, BlockColumn } from "./block.js";
import { sliceColumn } from "./column-data.js";
import type { TrialRange } from "./granule.js";

/** The rows of trials [from, to) of a block, as a block. */
export function sliceBlock(block: Block, { from, to }: TrialRange): Block {
  if (from === block.from && to === block.to) return block;
  const start = from - block.from;
  const end = to - block.from;
  const cut = (columns: readonly BlockColumn[]): BlockColumn[] =>
    columns.map(({ column, data }) => ({ column, data: sliceColumn(data, start, end) }));
  return {
    ...block,
    from,
    to,
    status: block.status.slice(start, end),
    errorCode: block.errorCode.slice(start, end),
    errorMessage: block.errorMessage.slice(start, end),
    parameters: cut(block.parameters),
    outputs: cut(block.outputs),
  };
}
