// What the exports share: how a cell's numbers read, and handing text on in pieces, waiting for a slow reader.

import type { CellValue, Column, Row, SweepId, SweepRecord, WriterPort } from "@spikefarm/protocol";
import { dataError } from "../errors.js";

/** Takes a piece of text; the export waits for it. */
export type WriteText = (text: string) => void | Promise<void>;

/** Text gathered before it is handed on. */
const PIECE_LENGTH = 1 << 16;

/** The sweep's own number columns come first in every table. */
export const ROW_COLUMNS = ["point", "repeat"] as const;
export const OUTCOME_COLUMNS = ["status", "error"] as const;

/** What an export asks of the store: the record's columns once, then the rows. */
export interface TableSource extends Pick<WriterPort, "rows"> {
  getSweep(id: SweepId): Promise<Pick<SweepRecord, "parameters" | "outputs"> | undefined>;
}

/** The columns of a sweep's own cells; the first `swept` of them are its parameters. @throws CodedError DATA_SWEEP_UNKNOWN */
export async function columnsOf(
  source: TableSource,
  id: SweepId,
): Promise<{ readonly columns: readonly Column[]; readonly swept: number }> {
  const record = await source.getSweep(id);
  if (record === undefined) throw dataError("DATA_SWEEP_UNKNOWN", `No sweep ${id} is stored here; list them with \`spikefarm ls\`.`);
  return { columns: [...record.parameters, ...record.outputs], swept: record.parameters.length };
}

export const errorOf = ({ errorCode, errorMessage }: Row): string => (errorCode === "" ? "" : `${errorCode}: ${errorMessage}`);

/** The shortest decimal that reads back to the same double; NaN, Infinity, -Infinity and -0 as such. */
export const numberText = (value: number): string => (value === 0 && Object.is(value, -0) ? "-0" : String(value));

/** A cell as JSON; a number that JSON does not know is a text. */
export function jsonText(value: CellValue | null): string {
  if (typeof value === "number") return Number.isFinite(value) ? numberText(value) : `"${value}"`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `[${value.map(jsonText).join(",")}]`;
}

/** Gathers short texts into long ones. */
export class TextGatherer {
  #text = "";
  readonly #write: WriteText;

  constructor(write: WriteText) {
    this.#write = write;
  }
  async add(text: string): Promise<void> {
    this.#text += text;
    if (this.#text.length >= PIECE_LENGTH) await this.flush();
  }
  async flush(): Promise<void> {
    const text = this.#text;
    this.#text = "";
    if (text !== "") await this.#write(text);
  }
}
