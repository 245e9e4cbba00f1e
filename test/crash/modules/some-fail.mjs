// Every seventh trial throws: failed rows are rows too, and in the digest.
export const parameters = { k: 0 };
export const outputs = { y: {}, name: { kind: "text" } };
export const deterministic = true;

export function run({ k }) {
  if (k % 7 === 0) throw new RangeError(`${k} is a multiple of seven`);
  return { y: 1 / k, name: `trial ${k}` };
}
