// Coefficients of coupled linear equations for many slots at once, on the host: for systems too large to be solved in the kernel.
//
// The program is the one that a kernel would run (propagator.ts read with the builder), run on columns of slots. It has a few squarings; a slot for
// which they do not reach far enough is solved by itself, and so are all where they are too few to be worth a program.

import type { Expression } from "@spikefarm/equations";
import { type ColumnPlan, evaluateInColumns, planColumns } from "../ir/evaluate-in-columns.js";
import type { Mask, Value } from "../ir/program.js";
import { ProgramBuilder } from "../ir/program-builder.js";
import {
  computeCoefficients,
  constantLowering,
  hostLowering,
  type Propagator,
  type PropagatorCoefficients,
  propagatorCoefficients,
} from "./propagator.js";

export interface SlotConstants {
  readonly slots: number;
  /** Of the propagator's constantNames, in their order: a number a slot. */
  readonly columns: readonly Float64Array[];
  readonly dtSeconds: number;
  readonly hasReciprocal: (expression: Expression) => boolean;
}

/** By part and index, a number a slot; an empty place has none. */
export type CoefficientColumns = { readonly [Part in keyof PropagatorCoefficients]: readonly (Float64Array | undefined)[] };

/** Squarings in the program: enough where no rate exceeds 48 in a step. */
const SQUARINGS = 6;
/** Fewer slots are solved one by one. */
const MIN_SLOTS = 16;

export function coefficientColumns(propagator: Propagator, constants: SlotConstants): CoefficientColumns {
  const { slots, columns, dtSeconds } = constants;
  if (slots < MIN_SLOTS) {
    const each = Array.from({ length: slots }, (_, slot) => solveAlone(propagator, constants, slot));
    return mapParts((part) => Array.from(each[0]![part], (_, index) => Float64Array.from(each, (solved) => solved[part][index]!)));
  }
  const { plan, isWithin, entries } = programOf(propagator, constants);
  const column = evaluateInColumns(plan, [new Float64Array(slots).fill(dtSeconds), ...columns], slots);
  const found = mapParts((part) => entries[part].map((entry) => (entry === undefined ? undefined : column.get(entry))));
  column.get(isWithin)!.forEach((within, slot) => {
    if (within === 1) return;
    const solved = solveAlone(propagator, constants, slot);
    mapParts((part) => found[part].map((each, index) => each?.fill(solved[part][index]!, slot, slot + 1)));
  });
  return found;
}

function solveAlone(propagator: Propagator, { columns, dtSeconds, hasReciprocal }: SlotConstants, slot: number): PropagatorCoefficients {
  const host = hostLowering(({ name }) => columns[propagator.constantNames.indexOf(name)]![slot]!, hasReciprocal);
  return propagatorCoefficients(propagator, host, dtSeconds);
}

interface CoefficientProgram {
  readonly plan: ColumnPlan;
  readonly isWithin: Mask;
  /** By part and index. */
  readonly entries: { readonly [Part in keyof PropagatorCoefficients]: readonly (Value | undefined)[] };
}

const programs = new WeakMap<Propagator, CoefficientProgram>();

function programOf(propagator: Propagator, { hasReciprocal }: SlotConstants): CoefficientProgram {
  let program = programs.get(propagator);
  if (program === undefined) {
    const builder = new ProgramBuilder();
    const input = (index: number) => builder.input({ kind: "array", index });
    const lowering = constantLowering(builder, ({ name }) => input(1 + propagator.constantNames.indexOf(name)), hasReciprocal);
    const { coefficients, isWithin } = computeCoefficients(propagator, lowering, input(0), SQUARINGS);
    const { own, given, centre, offset } = coefficients;
    const entries = { own: own.flat(), given: given.flat(), centre, offset };
    const wanted = Object.values(entries).flatMap((part) => part.flatMap((entry) => (entry === undefined ? [] : [entry])));
    program = { plan: planColumns(builder.nodes, [isWithin, ...wanted]), isWithin, entries };
    programs.set(propagator, program);
  }
  return program;
}

const mapParts = <Result>(of: (part: keyof PropagatorCoefficients) => Result) => ({
  own: of("own"),
  given: of("given"),
  centre: of("centre"),
  offset: of("offset"),
});
