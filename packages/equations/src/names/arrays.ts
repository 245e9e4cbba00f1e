// The arrays of the document's `data`, as expressions see them: `stim(t)`, `stim(t, i)`, and by name in `initial` and `inputs`.

import { DiagnosticList } from "@spikefarm/protocol";
import type { CheckedData } from "../checked-model.js";
import type { Dimension } from "../units/dimension.js";
import { parseUnitText } from "../units/parse-unit.js";

export interface NamedArray extends CheckedData {
  readonly dimension: Dimension;
}

export interface ArrayTable {
  readonly arrays: ReadonlyMap<string, NamedArray>;
  /** Those whose own declaration is in error, which has been told. */
  readonly broken: ReadonlySet<string>;
  /** Grows as texts that name arrays are checked. */
  readonly used: Set<string>;
}

/** `undefined` stands for an array whose own declaration is in error. */
export function arrayTable(data: ReadonlyMap<string, CheckedData | undefined>): ArrayTable {
  const arrays = new Map<string, NamedArray>();
  const broken = new Set<string>();
  for (const [name, array] of data) {
    if (array === undefined) broken.add(name);
    else arrays.set(name, { ...array, dimension: dimensionOf(array) });
  }
  return { arrays, broken, used: new Set() };
}

function dimensionOf({ name, unit }: CheckedData): Dimension {
  const parsed = parseUnitText({ path: "", text: unit || "1" }, new DiagnosticList());
  if (parsed === undefined) throw new RangeError(`The array ${name} has "${unit}" for a unit; checked data have units only.`);
  return parsed.dimension;
}
