// What is done to a program between lowering and the targets, in this order. No pass changes a bit of any result.
//
//   while it is built, to every operation      fold constants · simplify arithmetic · specialise conditions ·
//                                              recognise extremes · share common subexpressions
//                                              (the first that knows a node for it answers; what is new gets its place: hoist-invariants.ts)
//   when it is complete                        drop dead stores
//
// The first happen during lowering because lowering asks: whether a condition is settled, how often a value is computed. Small powers are
// lowering's own (x³ is (x·x)·x by definition, numerics' integerPower), and their common squares are shared here.

import { dropDeadStores, type Kernel, type ProgramPass } from "./drop-dead-stores.js";
import { foldConstants } from "./fold-constants.js";
import type { LocalPass } from "./local-pass.js";
import { recogniseExtremes } from "./recognise-extremes.js";
import { shareCommon } from "./share-common.js";
import { simplifyArithmetic } from "./simplify-arithmetic.js";
import { specialiseConditions } from "./specialise-conditions.js";

export const LOCAL_PASSES: readonly LocalPass[] = [foldConstants, simplifyArithmetic, specialiseConditions, recogniseExtremes, shareCommon];

export const PROGRAM_PASSES: readonly ProgramPass[] = [dropDeadStores];

export const runPasses = (kernel: Kernel): Kernel => PROGRAM_PASSES.reduce((done, pass) => pass.run(done), kernel);
