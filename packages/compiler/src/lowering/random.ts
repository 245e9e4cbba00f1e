// Random numbers of a stream in a kernel (IDENTITY 16, 17): numerics' uniformAt, normalAt, poissonAt and binomialAt, operation by operation.
//
// What depends on the pair of steps alone (the block, both uniforms, both normals) is computed once for the two; the step takes its half.

import { boxMuller, planBinomial, planPoisson } from "@spikefarm/numerics";
import type { Block, Value, Words } from "../ir/program.js";
import type { ProgramBuilder } from "../ir/program-builder.js";

/** The words of a stream's key, as numbers; and the slot's element, or 0 for what all elements share. */
export interface Draw {
  readonly key: readonly [Value, Value];
  readonly element: Value;
}

/** Uniform in (0, 1). */
export function lowerRand(builder: ProgramBuilder, draw: Draw): Value {
  return uniformOf(builder, firstBlock(builder, draw).block);
}

/** Standard normal. */
export function lowerRandn(builder: ProgramBuilder, draw: Draw): Value {
  const { first, second } = builder.uniforms(firstBlock(builder, draw).block);
  const { even, odd } = boxMuller(builder, first, second);
  return builder.select(builder.oddStep(), odd, even);
}

export function lowerPoisson(builder: ProgramBuilder, draw: Draw, lambda: Value): Value {
  const { key, counter, block } = firstBlock(builder, draw);
  const plan = planPoisson(builder, lambda);
  const count = builder.poisson(key, counter, uniformOf(builder, block), plan);
  return builder.select(plan.isPossible, count, builder.constant(Number.NaN));
}

/** How many of n trials succeed, each with chance p. */
export function lowerBinomial(builder: ProgramBuilder, draw: Draw, trials: { readonly n: Value; readonly p: Value }): Value {
  const { key, counter, block } = firstBlock(builder, draw);
  const plan = planBinomial(builder, trials.n, trials.p);
  const count = builder.binomial(key, counter, uniformOf(builder, block), plan);
  const mirrored = builder.select(plan.isMirrored, builder.subtract(plan.n, count), count);
  return builder.select(plan.isPossible, mirrored, builder.constant(Number.NaN));
}

/** The block of draw 0. */
function firstBlock(builder: ProgramBuilder, draw: Draw): { readonly key: Words; readonly counter: Words; readonly block: Block } {
  const key = builder.words(draw.key[0], draw.key[1]);
  const counter = builder.words(draw.element, builder.constant(0));
  return { key, counter, block: builder.philox(key, counter) };
}

function uniformOf(builder: ProgramBuilder, block: Block): Value {
  const { first, second } = builder.uniforms(block);
  return builder.select(builder.oddStep(), second, first);
}
