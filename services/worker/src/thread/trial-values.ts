// The parameters' values of a module's trials, in the order they are declared: worked out column by column for a run of trials ahead,
// because a thousand trials at once cost little more than one.

import type { PartRecord, TrialRange } from "@spikefarm/protocol";
import { type CheckedDocument, type PointValue, sweptColumns } from "@spikefarm/sweep";

export type ParameterValues = Readonly<Record<string, PointValue>>;

interface SweptValues {
  readonly name: string;
  /** One for each trial ahead. */
  readonly values: readonly PointValue[];
}

const TRIALS_AHEAD = 1024;

export class TrialValues {
  readonly #document: CheckedDocument;
  readonly #part: PartRecord;
  readonly #end: number;
  /** Every parameter in the order of declaration: its default, where it is swept the value of the first trial ahead. */
  #constants: ParameterValues = {};
  #swept: readonly SweptValues[] = [];
  #ahead: TrialRange = { from: 0, to: 0 };

  /** Of trials up to `end.to`. */
  constructor(document: CheckedDocument, part: PartRecord, end: Pick<TrialRange, "to">) {
    this.#document = document;
    this.#part = part;
    this.#end = end.to;
  }

  of(trial: number): ParameterValues {
    if (trial < this.#ahead.from || trial >= this.#ahead.to) this.#lookAhead(trial);
    const values: Record<string, PointValue> = { ...this.#constants }; // a copy keeps their order, and is quick because of it
    const at = trial - this.#ahead.from;
    for (const { name, values: ahead } of this.#swept) values[name] = ahead[at]!;
    return values;
  }

  #lookAhead(from: number): void {
    this.#ahead = { from, to: Math.min(from + TRIALS_AHEAD, this.#end) };
    const swept = new Map(sweptColumns(this.#document, this.#part, this.#ahead).map(({ column, data }) => [column.name, data]));
    const { task } = this.#document;
    const declared = task.kind === "module" ? task.parameters : [];
    const constants: Record<string, PointValue> = {};
    const sweptValues: SweptValues[] = [];
    for (const { name, value } of declared) {
      const data = swept.get(name);
      if (data === undefined) {
        if (value !== undefined) constants[name] = value;
        continue;
      }
      if (data.kind === "list") throw new Error(`Parameter ${name} is swept over lists.`);
      const values = data.kind === "u8" ? Array.from(data.values, (flag) => flag === 1) : [...data.values];
      constants[name] = values[0]!;
      sweptValues.push({ name, values });
    }
    this.#constants = constants;
    this.#swept = sweptValues;
  }
}
