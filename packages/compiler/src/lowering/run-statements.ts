// Statements, one after the other: each sees what the earlier ones assigned. They run where a condition holds.

import type { Statement } from "@spikefarm/equations";
import type { Mask, Value } from "../ir/program.js";
import { lowerNumber } from "./lower-expression.js";
import { isFree } from "./refractory-state.js";
import { forVariable, plain, type StepContext } from "./step-context.js";

/** What of an element's variables may be written. */
export type Reach =
  /** All of them: by the reset and the code of events. */
  | "everything"
  /** Those that are frozen only while they are not: Brian 2's conditional write. */
  | "unfrozen";

export function runStatements(context: StepContext, statements: readonly Statement[], where: Mask, reach: Reach): void {
  const { builder, dynamics, values } = context;
  const scope = { ...context, values: new Map(values) };
  builder.onlyWhere(where, () => {
    for (const { target, value } of statements) {
      const assigned = lowerNumber(plain(forVariable(scope, target)), dynamics.substitute(value));
      scope.values.set(target, reach === "everything" ? assigned : assign(context, target, assigned, scope.values));
    }
  });
  // What is no variable of the group was the code's own.
  for (const [name, before] of values) values.set(name, builder.select(where, scope.values.get(name)!, before));
}

/** What a variable becomes where something outside its equations writes it: it stays what it is where it is frozen. */
export function assign(context: StepContext, target: string, value: Value, values: ReadonlyMap<string, Value>): Value {
  if (!context.dynamics.frozen.has(target)) return value;
  return context.builder.select(isFree(context), value, values.get(target)!);
}
