import { type Row, TrialStatus } from "@spikefarm/protocol";

/** What the table says: the last output where the trial is ok, else its status and code. */
export const told = (rows: readonly Row[]): unknown[] =>
  rows.map(({ status, errorCode, cells }) => (status === TrialStatus.ok ? cells.at(-1) : `${nameOf(status)} ${errorCode}`));

const nameOf = (status: TrialStatus): string => Object.entries(TrialStatus).find(([, value]) => value === status)![0];
