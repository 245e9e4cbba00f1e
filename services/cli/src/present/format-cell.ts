import type { CellValue, Column } from "@spikefarm/protocol";
import { shownValue, type Units } from "./display-value.js";
import { formatCount } from "./format-count.js";
import { formatNumber } from "./format-number.js";

const LONGEST_LIST = 4;
const LISTED_OF_LONGER = 3;
const LONGEST_TEXT = 40;

/** What an output has where its trial has no result. */
export const NO_VALUE = "–";

/** One cell as text. A long list shows its beginning and how many it holds: `[6.1, 12.3, 18.5, … 161 values]`. */
export function formatCell(column: Column, cell: CellValue | null, units: Units): string {
  if (cell === null) return NO_VALUE;
  if (Array.isArray(cell)) return formatList(column, cell, units);
  return formatItem(column, cell as number | boolean | string, units);
}

function formatList(column: Column, items: readonly (number | boolean | string)[], units: Units): string {
  const isLong = items.length > LONGEST_LIST;
  const shown = (isLong ? items.slice(0, LISTED_OF_LONGER) : items).map((item) => formatItem(column, item, units));
  return `[${[...shown, ...(isLong ? [`… ${formatCount(items.length)} values`] : [])].join(", ")}]`;
}

function formatItem(column: Column, item: number | boolean | string, units: Units): string {
  if (typeof item === "number") return formatNumber(shownValue(column, item, units));
  const text = String(item).replaceAll(/\s+/g, " ");
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text;
}
