// Keys of the stores. Numbers are hexadecimal of fixed width, so that keys sort as numbers do and a range of trials is a range of keys.
//
//   shelf      sweep!<sweep>                                                   the sweep's record
//              block!<sweep>!<part>!<granule>!<from>!<sequence>                a block: up to which trial, how many bytes, which statuses
//              aside!<sweep>!<part>!<granule>!<from>!<sequence>                the same, for rows that differ from the stored ones
//              bytes!<sweep>!<part>!<granule>!<from>!<sequence>!<chunk>        the block's bytes, at most 256 KiB a key
//              batch!<sequence>                                                which trials the batch of that number touched
//   catalogue  sweep!<sweep>                                                   the sweep's record, with its state
//              page!<sweep>!<part>!<page>                                      SHA-256 of 4096 trials
//              shelf!<name>                                                    number of the last batch that the catalogue knows of

import type { SweepId } from "@spikefarm/protocol";

/** Where a block lies in its shelf. */
export interface BlockAddress {
  readonly sweep: SweepId;
  readonly part: number;
  readonly granule: number;
  readonly from: number;
  readonly sequence: number;
}

const PART_DIGITS = 8;
/** Enough for every safe integer. */
const NUMBER_DIGITS = 14;
const CHUNK_DIGITS = 8;

export const sweepKey = (sweep: SweepId): string => `sweep!${sweep}`;
export const blockKey = (address: BlockAddress): string => `block!${addressText(address)}`;
export const asideKey = (address: BlockAddress): string => `aside!${addressText(address)}`;
export const chunkKey = (address: BlockAddress, chunk: number): string => `bytes!${addressText(address)}!${hex(chunk, CHUNK_DIGITS)}`;
export const batchKey = (sequence: number): string => `batch!${hex(sequence, NUMBER_DIGITS)}`;
export const pageKey = (sweep: SweepId, part: number, page: number): string =>
  `page!${sweep}!${hex(part, PART_DIGITS)}!${hex(page, NUMBER_DIGITS)}`;
export const shelfKey = (name: string): string => `shelf!${name}`;

/** All keys that begin with `prefix` and go on. */
export const keysUnder = (prefix: string): { readonly gt: string; readonly lt: string } => ({ gt: `${prefix}!`, lt: `${prefix}"` });

/** The address in a `block!` or `aside!` key. */
export function addressIn(key: string): BlockAddress {
  const [, sweep, part, granule, from, sequence] = key.split("!") as [string, SweepId, string, string, string, string];
  return { sweep, part: number(part), granule: number(granule), from: number(from), sequence: number(sequence) };
}

/** The sweep in a `sweep!` key. */
export const sweepIn = (key: string): SweepId => key.slice(key.indexOf("!") + 1) as SweepId;

/** The number that ends a `batch!` key. */
export const sequenceIn = (key: string): number => number(key.slice(key.indexOf("!") + 1));

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");
const number = (text: string): number => Number.parseInt(text, 16);

function addressText({ sweep, part, granule, from, sequence }: BlockAddress): string {
  return `${sweep}!${hex(part, PART_DIGITS)}!${hex(granule, NUMBER_DIGITS)}!${hex(from, NUMBER_DIGITS)}!${hex(sequence, NUMBER_DIGITS)}`;
}
