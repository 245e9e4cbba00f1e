// Each x returns something else that does not fit.
export const parameters = { x: 0 };
export const outputs = { y: "", flag: { kind: "u8" }, pair: { shape: [2] } };

const good = { y: 1, flag: true, pair: [1, 2] };
const results = [
  good,
  undefined,
  { flag: true, pair: [1, 2] },
  { ...good, z: 1 },
  { ...good, y: "one" },
  { ...good, flag: 1 },
  { ...good, pair: [1, 2, 3] },
  { ...good, pair: [1, "2"] },
  { ...good, pair: BigInt64Array.of(1n, 2n) },
];

export const run = ({ x }) => results[x];
