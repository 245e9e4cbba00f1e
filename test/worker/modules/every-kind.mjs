export const parameters = { x: 0 };
export const outputs = {
  real: "volt",
  whole: { kind: "i32" },
  flag: { kind: "u8" },
  word: { kind: "text" },
  pair: { shape: [2] },
  list: { kind: "i32", shape: [null] },
  words: { kind: "text", shape: [null] },
};

export function run({ x }) {
  return {
    real: x / 2,
    whole: x,
    flag: x > 1,
    word: `x is ${x}`,
    pair: Float64Array.of(x, NaN),
    list: Array.from({ length: x }, (_, index) => index),
    words: x === 0 ? [] : ["a", "b"],
  };
}
