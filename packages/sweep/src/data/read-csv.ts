// The text of a .csv file → its numbers: one column is a list, several are a table with a row a sample.
//
// Numbers are decimals with a point. Columns are apart by commas, semicolons or tabs, whichever the first row has. A first row of names is
// a header and is passed over: none of its cells begins as a number does, so that a first sample with a slip is told and not lost. Passed over
// are empty lines too, and lines that begin with #.

import { type ArrayProblem, MAX_DATA_ITEMS, type NumberArray } from "./number-array.js";
import { tooMany } from "./read-npy.js";

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/;
/** As a number begins, in quotes too, or with a typesetter's minus (its bytes of UTF-8: the text has one character a byte). */
const LIKE_A_NUMBER = /^["']?(?:[-+]|\u00e2\u0088\u0092)?[.,]?\d/;
const NOT_FINITE = /^[-+]?(nan|inf|infinity)$/i;

export function readCsv(text: string): NumberArray | ArrayProblem {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const values: number[] = [];
  let separator: string | undefined;
  let columns: number | undefined;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
    const isFirst = separator === undefined;
    separator ??= [",", ";", "\t"].find((candidate) => line.includes(candidate)) ?? ",";
    const cells = line.split(separator).map((cell) => cell.trim());
    const wrong = cells.find((cell) => !NUMBER.test(cell) && !NOT_FINITE.test(cell));
    if (wrong !== undefined && isFirst && !cells.some((cell) => LIKE_A_NUMBER.test(cell) || NOT_FINITE.test(cell))) continue;
    if (wrong !== undefined) return refused(index, `${wrong === "" ? "a cell is empty" : `"${wrong.slice(0, 20)}" is not a number`}`);
    columns ??= cells.length;
    if (cells.length !== columns) return refused(index, `it has ${cells.length} columns, and the rows above have ${columns}`);
    for (const cell of cells) values.push(numberOf(cell));
    if (values.length > MAX_DATA_ITEMS) return tooMany(values.length);
  }
  if (columns === undefined) return { problem: "it has no numbers", help: "give it a row a sample" };
  const rows = values.length / columns;
  return { shape: columns === 1 ? [rows] : [rows, columns], values: Float64Array.from(values) };
}

const refused = (index: number, problem: string): ArrayProblem => ({
  problem: `line ${index + 1}: ${problem}`,
  help: "write decimals such as 1.5e-3, apart by commas, as many in each row",
});

function numberOf(cell: string): number {
  if (!NOT_FINITE.test(cell)) return Number(cell);
  return /nan/i.test(cell) ? Number.NaN : cell.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
