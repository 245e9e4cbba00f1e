// The parameters' values of a module's trials, in the order they are declared: worked out column by column for a run of trials ahead,
// because a thousand trials at once cost little more than one.

import type { PartRecord, TrialRange } from "@spikefarm/protocol";
import { type CheckedDocument, type PointValue, sweptColumns } from "@spikefarm/sweep";

export type ParameterValues = Readonly<Record<string, PointValue>>;

interface NamedValues {
  readonly name: string;
  /** One for all trials, or one for each trial ahead. */
  readonly values: PointValue | readonly PointValue[];
}

const TRIALS_AHEAD = 1024;

export class TrialValues {
  readonly #document: CheckedDocument;
  readonly #part: PartRecord;
  readonly #end: number;
  #columns: readonly NamedValues[] = [];
  #ahead: TrialRange = { from: 0, to: 0 };

  /** Of trials up to `end.to`. */
  constructor(document: CheckedDocument, part: PartRecord, end: Pick<TrialRange, "to">) {
    this.#document = document;
    this.#part = part;
    this.#end = end.to;
  }

  of(trial: number): ParameterValues {
    if (trial < this.#ahead.from || trial >= this.#ahead.to) this.#lookAhead(trial);
    const values: Record<string, PointValue> = {};
    const at = trial - this.#ahead.from;
    for (const column of this.#columns) values[column.name] = Array.isArray(column.values) ? column.values[at] : column.values;
    return values;
  }

  #lookAhead(from: number): void {
    this.#ahead = { from, to: Math.min(from + TRIALS_AHEAD, this.#end) };
    const swept = new Map(sweptColumns(this.#document, this.#part, this.#ahead).map(({ column, data }) => [column.name, data]));
    const { task } = this.#document;
    const declared = task.kind === "module" ? task.parameters : [];
    this.#columns = declared.flatMap(({ name, value }): readonly NamedValues[] => {
      const data = swept.get(name);
      if (data === undefined) return value === undefined ? [] : [{ name, values: value }];
      if (data.kind === "list") throw new Error(`Parameter ${name} is swept over lists.`);
      return [{ name, values: data.kind === "u8" ? Array.from(data.values, (flag) => flag === 1) : [...data.values] }];
    });
  }
}
