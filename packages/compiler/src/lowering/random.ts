// Random numbers of a stream in a kernel (IDENTITY 16, 17): numerics' uniformAt, normalAt, poissonAt and binomialAt, operation by operation.
//
// What depends on the pair of steps alone (the block, both uniforms, both normals) is computed once for the two; the step takes its half.

import { boxMuller, planBinomial, planPoisson } from "@spikefarm/numerics";
import type { Block, Value } from "../ir/program.js";
import type { BlockSource, Clock, ProgramBuilder } from "../ir/program-builder.js";

const TWO_TO_32 = 4294967296;

/** The words of a stream's key, as numbers; and the slot's element, or 0 for what all elements share. */
export interface Draw {
  readonly key: readonly [Value, Value];
  readonly element: Value;
  /** Of code that does not run in every step: how often it has run before. It counts in the step's place. */
  readonly execution?: Value;
}

/** Uniform in (0, 1). */
export function lowerRand(builder: ProgramBuilder, draw: Draw): Value {
  return uniformOf(builder, firstBlock(builder, draw));
}

/** Standard normal. */
export function lowerRandn(builder: ProgramBuilder, draw: Draw): Value {
  const { block, clock } = firstBlock(builder, draw);
  const { first, second } = builder.uniforms(block);
  const { even, odd } = boxMuller(builder, first, second);
  return builder.select(clock.isOdd, odd, even);
}

export function lowerPoisson(builder: ProgramBuilder, draw: Draw, lambda: Value): Value {
  const drawn = firstBlock(builder, draw);
  const plan = planPoisson(builder, lambda);
  const count = builder.poisson(drawn, uniformOf(builder, drawn), plan);
  return builder.select(plan.isPossible, count, builder.constant(Number.NaN));
}

/** How many of n trials succeed, each with chance p. */
export function lowerBinomial(builder: ProgramBuilder, draw: Draw, trials: { readonly n: Value; readonly p: Value }): Value {
  const drawn = firstBlock(builder, draw);
  const plan = planBinomial(builder, trials.n, trials.p);
  const count = builder.binomial(drawn, uniformOf(builder, drawn), plan);
  const mirrored = builder.select(plan.isMirrored, builder.subtract(plan.n, count), count);
  return builder.select(plan.isPossible, mirrored, builder.constant(Number.NaN));
}

interface DrawnBlock extends BlockSource {
  readonly block: Block;
}

/** The block of draw 0. */
function firstBlock(builder: ProgramBuilder, draw: Draw): DrawnBlock {
  const key = builder.words(draw.key[0], draw.key[1]);
  const counter = builder.words(draw.element, builder.constant(0));
  const source = { key, counter, clock: clockOf(builder, draw) };
  return { ...source, block: builder.philox(source) };
}

function clockOf(builder: ProgramBuilder, { execution }: Draw): Clock {
  if (execution === undefined) return { isOdd: builder.oddStep() };
  const pair = builder.floor(builder.multiply(execution, builder.constant(0.5)));
  const high = builder.floor(builder.multiply(pair, builder.constant(1 / TWO_TO_32)));
  const low = builder.subtract(pair, builder.multiply(high, builder.constant(TWO_TO_32)));
  return { pair: builder.words(low, high), isOdd: builder.lessThan(builder.add(pair, pair), execution) };
}

function uniformOf(builder: ProgramBuilder, { block, clock }: DrawnBlock): Value {
  const { first, second } = builder.uniforms(block);
  return builder.select(clock.isOdd, second, first);
}
