// Which classes of random numbers a model draws from: what decides whether its repeats differ.

import { type CheckedGroup, type CheckedModel, type Expression, type RandomClass, someNode } from "@spikefarm/equations";

/** True where two repeats of a point give the same rows: nothing is drawn, or from streams that are the same for the whole sweep. */
export function isEqualInRepeats(model: CheckedModel): boolean {
  return [...classesDrawn(model)].every((name) => model.random[name] === "sweep");
}

function classesDrawn({ groups, inputs }: CheckedModel): ReadonlySet<RandomClass> {
  const classes = new Set<RandomClass>();
  for (const expression of [...groups.flatMap(expressionsOf), ...inputs.flatMap(({ weight, ...input }) => [weight, ...ratesOf(input)])]) {
    someNode(expression, (node) => {
      if (node.kind === "draw") classes.add(node.stream.class);
      if (node.kind === "name" && node.from === "noise") classes.add("noise");
      return false;
    });
  }
  if (inputs.some(({ kind }) => kind === "poisson")) classes.add("input");
  return classes;
}

const ratesOf = (input: { readonly kind: string; readonly rate?: Expression }): readonly Expression[] =>
  input.rate === undefined ? [] : [input.rate];

function expressionsOf(group: CheckedGroup): readonly Expression[] {
  const { variables, threshold, reset, refractory, events, every, initial } = group;
  const isExpression = (value: Expression | readonly number[] | undefined): value is Expression => value !== undefined && "kind" in value;
  return [
    ...variables.map((variable) =>
      variable.kind === "state" ? variable.derivative : variable.kind === "subexpression" ? variable.value : undefined,
    ),
    threshold,
    refractory?.value,
    ...events.map(({ condition }) => condition),
    ...[reset, ...events.map(({ statements }) => statements), ...every.map(({ statements }) => statements)]
      .flat()
      .map(({ value }) => value),
    ...initial.map(({ value }) => value),
  ].filter(isExpression);
}
