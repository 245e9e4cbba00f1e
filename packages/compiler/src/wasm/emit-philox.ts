// Philox4x32-10 and its uniforms for two slots at a time.
//
// One vector keeps words 0 and 2 of both slots' counters, another words 1 and 3, a third the key, so that a round multiplies each half of the
// first vector by its multiplier (extmul) and sorts the products' halves back with two shuffles:
//
//   even  c0 c0' c2 c2'        lower half × multiplier 0, upper half × multiplier 1
//   odd   c1 c1' c3 c3'        even ← high halves ^ odd ^ key;  odd ← low halves
//   key   k0 k0' k1 k1'        + Weyl constants
//
// A block's result is two vectors of 64 bits a slot: words 0 and 1 for the even step, 2 and 3 for the odd one. A uniform is made of 64 bits without
// integer conversions, which SIMD lacks: the upper 21 and the lower 32 of its 53 bits, and the ½, are put into the significands of 2³¹ and ¼.

import { BELOW_ONE, PHILOX } from "@spikefarm/numerics";
import type { FunctionWriter } from "./function-writer.js";

/** One vector's locals; `even` and `odd` take the results. */
export interface PhiloxVector {
  /** As `words` makes them: both slots' first word, then both slots' second. */
  readonly key: number;
  /** Elements, then draws. */
  readonly counter: number;
  readonly even: number;
  readonly odd: number;
}

/** Vectors whose rounds are interleaved: one alone would wait for each product. */
const VECTORS_AT_ONCE = 2;

export class PhiloxEmitter {
  readonly #code: FunctionWriter;
  readonly #multipliers: number;
  readonly #weyl: number;
  readonly #lowMask: number;
  readonly #lowPattern: number;
  readonly #highPattern: number;
  readonly #offset: number;
  readonly #belowOne: number;
  readonly #scratch: readonly { readonly key: number; readonly lower: number; readonly upper: number }[];

  constructor(code: FunctionWriter) {
    this.#code = code;
    const local = () => code.local("v128");
    [this.#multipliers, this.#weyl, this.#lowMask, this.#lowPattern] = [local(), local(), local(), local()];
    [this.#highPattern, this.#offset, this.#belowOne] = [local(), local(), local()];
    this.#scratch = Array.from({ length: VECTORS_AT_ONCE }, () => ({ key: local(), lower: local(), upper: local() }));
  }

  /** Sets the constants; before the loops. */
  prepare(): void {
    const { multiplier0, multiplier1, weyl0, weyl1 } = PHILOX;
    const code = this.#code;
    code.words(multiplier0, multiplier0, multiplier1, multiplier1).set(this.#multipliers);
    code.words(weyl0, weyl0, weyl1, weyl1).set(this.#weyl);
    code.pattern(0x00000001, 0xffffffff).set(this.#lowMask);
    code.pattern(0x3fd00000, 0x00000001).set(this.#lowPattern);
    code.pattern(0x41e00000, 0x00000000).set(this.#highPattern);
    code.constant(2147483648.25).set(this.#offset);
    code.constant(BELOW_ONE).set(this.#belowOne);
  }

  blocks(vectors: readonly PhiloxVector[], pair: { readonly low: number; readonly high: number }): void {
    for (let first = 0; first < vectors.length; first += VECTORS_AT_ONCE)
      this.#together(vectors.slice(first, first + VECTORS_AT_ONCE), pair);
  }

  #together(vectors: readonly PhiloxVector[], pair: { readonly low: number; readonly high: number }): void {
    const code = this.#code;
    vectors.forEach(({ key, counter, even, odd }, index) => {
      code.get(counter, pair.high).emit("i32x4Splat").shuffle(0, 1, 4, 5).set(even);
      code.get(pair.low).emit("i32x4Splat").get(counter).shuffle(0, 1, 6, 7).set(odd);
      code.get(key).set(this.#scratch[index]!.key);
    });
    for (let round = 0; round < PHILOX.rounds; round++) {
      vectors.forEach(({ even }, index) => {
        const { lower, upper } = this.#scratch[index]!;
        code.get(even, this.#multipliers).emit("i64x2ExtmulLowI32x4U").set(lower);
        code.get(even, this.#multipliers).emit("i64x2ExtmulHighI32x4U").set(upper);
      });
      vectors.forEach(({ even, odd }, index) => {
        const { key, lower, upper } = this.#scratch[index]!;
        code.get(upper, lower).shuffle(1, 3, 5, 7).get(odd).emit("v128Xor").get(key).emit("v128Xor").set(even);
        code.get(upper, lower).shuffle(0, 2, 4, 6).set(odd);
        if (round < PHILOX.rounds - 1) code.get(key, this.#weyl).emit("i32x4Add").set(key);
      });
    }
    vectors.forEach(({ even, odd }, index) => {
      const { lower } = this.#scratch[index]!;
      code.get(even, odd).shuffle(0, 4, 1, 5).set(lower);
      code.get(even, odd).shuffle(2, 6, 3, 7).set(odd);
      code.get(lower).set(even);
    });
  }

  /** Pushes the uniforms of 64 bits a slot. */
  pushUniform(bits: number): void {
    const code = this.#code;
    code.get(bits).i32(43).emit("i64x2ShrU").get(this.#highPattern).emit("v128Or").get(this.#offset).emit("f64x2Sub");
    code.get(bits).i32(10).emit("i64x2ShrU").get(this.#lowMask).emit("v128And").get(this.#lowPattern).emit("v128Or");
    code.emit("f64x2Add").get(this.#belowOne).emit("f64x2Pmin");
  }
}

/** Pushes two numbers a slot as unsigned words, from two vectors of doubles. */
export function pushWords(code: FunctionWriter, first: number, second: number): void {
  code.get(first).emit("i32x4TruncSatF64x2UZero").get(second).emit("i32x4TruncSatF64x2UZero").shuffle(0, 1, 4, 5);
}

/** Sets the words of ⌊step/2⌋. */
export function setPair(code: FunctionWriter, step: number, pair: { readonly low: number; readonly high: number }): void {
  code.get(step).emit("i64TruncSatF64U").i64(1).emit("i64ShrU", "i32WrapI64").set(pair.low);
  code.get(step).emit("i64TruncSatF64U").i64(33).emit("i64ShrU", "i32WrapI64").set(pair.high);
}
