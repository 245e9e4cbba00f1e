// Poisson and binomial counts of two slots: numerics' loops (count-search.ts) over lanes, as helper functions of the module.
//
//   for each chunk: search the count of its uniform in both lanes at once, until neither goes on; add it; draw the next chunk's uniform
//
// A lane that has found its count keeps its sum, so both lanes see the operations they would see alone. The first chunk's uniform arrives
// from outside, where it is drawn once a pair of steps; few counts need a second.

import { LARGEST_IN_CHUNK } from "@spikefarm/numerics";
import { PhiloxEmitter } from "./emit-philox.js";
import { FunctionWriter } from "./function-writer.js";
import type { LocalType } from "./opcodes.js";

export type CountOperation = "poisson" | "binomial";

/** Of every count; then its plan's numbers in the order of the operation's arguments. */
const COMMON: readonly LocalType[] = ["i32", "i32", "v128", "v128", "v128", "v128"];
const [PAIR_LOW, PAIR_HIGH, ODD_STEP, KEY, COUNTER, UNIFORM, NONE, CHUNKS] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const MEAN = 8;
const [TRIALS, EXTRA, MISS, ODDS] = [8, 9, 10, 11] as const;
const PLAN_LENGTH = { poisson: 3, binomial: 6 } as const;
/** Those that are nodes: all but the words of the pair of steps. */
export const COUNT_ARGUMENTS = {
  poisson: COMMON.length - 2 + PLAN_LENGTH.poisson,
  binomial: COMMON.length - 2 + PLAN_LENGTH.binomial,
} as const;

export function countFunction(operation: CountOperation): FunctionWriter {
  const plan = Array.from({ length: PLAN_LENGTH[operation] }, (): LocalType => "v128");
  const code = new FunctionWriter([...COMMON, ...plan], "v128");
  const philox = new PhiloxEmitter(code);
  const locals = {
    draw: code.local("i32"),
    isDrawn: code.local("v128"),
    none: code.local("v128"),
    trials: code.local("v128"),
    most: code.local("v128"),
    count: code.local("v128"),
  };
  const { draw, isDrawn, none, trials, most, count } = locals;
  const drawNumber = () => code.get(draw).emit("f64ConvertI32U", "f64x2Splat");

  philox.prepare();
  code.emit("loop");
  drawNumber().get(CHUNKS).emit("f64x2Lt").set(isDrawn);
  if (operation === "poisson") {
    code.get(NONE).set(none).constant(LARGEST_IN_CHUNK).set(most);
  } else {
    // The first `extra` chunks have one trial more.
    code.get(NONE, MISS).emit("f64x2Mul").get(NONE);
    drawNumber().get(EXTRA).emit("f64x2Lt", "v128Bitselect").set(none);
    code.get(TRIALS).constant(1).emit("f64x2Add").get(TRIALS);
    drawNumber().get(EXTRA).emit("f64x2Lt", "v128Bitselect").set(trials);
    code.get(trials).constant(LARGEST_IN_CHUNK).emit("f64x2Pmin").set(most);
  }
  search(code, { isDrawn, none, most, count }, (k) => {
    if (operation === "poisson") code.get(MEAN, k).emit("f64x2Div");
    else code.get(ODDS, trials).constant(1).emit("f64x2Add").get(k).emit("f64x2Sub").get(k).emit("f64x2Div", "f64x2Mul");
  });
  code.get(draw).i32(1).emit("i32Add").set(draw);
  drawNumber().get(CHUNKS).emit("f64x2Lt", "v128AnyTrue", "if");
  drawUniform(code, philox, draw);
  code.branch("br", 1).emit("end", "end");
  code.get(count);
  return code;
}

/** count += the smallest k at which the sum of probabilities reaches the uniform, where a chunk is drawn. */
function search(
  code: FunctionWriter,
  { isDrawn, none, most, count }: { readonly isDrawn: number; readonly none: number; readonly most: number; readonly count: number },
  pushRatio: (k: number) => void,
): void {
  const [probability, sum, goesOn, k] = [code.local("v128"), code.local("v128"), code.local("v128"), code.local("v128")];
  code.get(none).tee(probability).set(sum).constant(0).set(k);
  code.emit("block", "loop");
  code.get(sum, UNIFORM).emit("f64x2Lt").get(k, most).emit("f64x2Lt", "v128And").get(isDrawn).emit("v128And").tee(goesOn);
  code.emit("v128AnyTrue", "i32Eqz").branch("brIf", 1);
  code.get(k).constant(1).emit("f64x2Add").set(k);
  code.get(count).constant(1).get(goesOn).emit("v128And", "f64x2Add").set(count);
  code.get(probability);
  pushRatio(k);
  code.emit("f64x2Mul").set(probability);
  code.get(sum, probability).emit("f64x2Add").get(sum, goesOn).emit("v128Bitselect").set(sum);
  code.branch("br", 0).emit("end", "end");
}

/** The step's uniform of the counter moved on by `draw`. */
function drawUniform(code: FunctionWriter, philox: PhiloxEmitter, draw: number): void {
  const [counter, even, odd] = [code.local("v128"), code.local("v128"), code.local("v128")];
  code.get(COUNTER).words(0, 0, 0, 0).get(draw).emit("i32x4Splat").shuffle(0, 1, 4, 5).emit("i32x4Add").set(counter);
  philox.blocks([{ key: KEY, counter, even, odd }], { low: PAIR_LOW, high: PAIR_HIGH });
  code.get(odd, even, ODD_STEP).emit("v128Bitselect").set(even);
  philox.pushUniform(even);
  code.set(UNIFORM);
}
