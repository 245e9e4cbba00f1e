// Every variable's value in every slot before the first step.
//
// An expression is evaluated once for all slots, once a lane or once a slot: as often as what it names differs. What it draws is step 0 of
// its stream (IDENTITY 17).

import { type CheckedGroup, type Expression, evaluate, nameNodesIn, someNode, type ValueSources } from "@spikefarm/equations";
import { normalAt, poissonAt, uniformAt } from "@spikefarm/numerics";
import type { Chunk, LaneValues } from "./lane-values.js";
import { sampleOf } from "./sample-data.js";

export function initialValues(chunk: Chunk, group: CheckedGroup, lanes: LaneValues): ReadonlyMap<string, Float64Array> {
  const slots = chunk.lanes * chunk.size;
  const variables = group.variables.filter((variable) => variable.kind !== "subexpression");
  const values = new Map(variables.map(({ name }) => [name, new Float64Array(slots)]));
  for (const { variable, value } of group.initial) {
    const target = values.get(variable)!;
    const declared = variables.find(({ name }) => name === variable);
    const stored = storedAs(declared?.kind === "parameter" ? declared.type : "float");
    if (isNumbers(value)) {
      if (value.length !== chunk.size) throw new Error(`"${variable}" has ${value.length} initial values`);
      for (let slot = 0; slot < slots; slot++) target[slot] = stored(value[slot % chunk.size]!);
      continue;
    }
    const isShared = declared?.kind === "parameter" && declared.isShared;
    const run = slotsAlike(value, chunk, isShared);
    let slot = 0;
    const lookup = lanes.lookup(
      () => slot,
      0,
      (name) => values.get(name)?.[slot],
    );
    const sources = sourcesOf(chunk, lanes, () => slot, isShared);
    for (; slot < slots; slot += run) target.fill(stored(evaluate(value, lookup, sources)), slot, slot + run);
  }
  return values;
}

/** How many slots in a row, from one that begins such a run, have the same value. */
function slotsAlike(value: Expression, { batch, lanes, size }: Chunk, isShared: boolean): number {
  const names = nameNodesIn(value);
  const draws = someNode(value, ({ kind }) => kind === "draw");
  const differsInLane = !isShared && (draws || names.some(({ from, name }) => from === "variable" || name === "i"));
  if (differsInLane) return 1;
  const differs = isShared || names.some(({ from, name }) => from === "parameter" && typeof batch.parameters.get(name) !== "number");
  return differs ? size : lanes * size;
}

/** A shared variable draws once, for element 0. */
function sourcesOf(chunk: Chunk, lanes: LaneValues, slot: () => number, isShared: boolean): ValueSources {
  return {
    draw: ({ name, stream }, [lambda]) => {
      const key = lanes.key(stream, slot());
      const element = isShared ? 0 : slot() % chunk.size;
      if (name === "rand") return uniformAt(key, element, 0, 0);
      return name === "randn" ? normalAt(key, element, 0) : poissonAt(key, element, 0, lambda!);
    },
    sample: sampleOf(chunk.shape),
  };
}

/** As a variable keeps it: integers are 32-bit, booleans 0 or 1. */
function storedAs(type: "boolean" | "integer" | "float"): (value: number) => number {
  if (type === "float") return (value) => value;
  return type === "integer" ? (value) => value | 0 : (value) => Number(value !== 0);
}

const isNumbers = (value: Expression | readonly number[]): value is readonly number[] => Array.isArray(value);
