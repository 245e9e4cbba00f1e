export const parameters = { x: 0 };
export const outputs = { y: "" };

export function run({ x }) {
  const kept = [];
  while (x === 3) kept.push(new Array(100_000).fill(0.5));
  return { y: x * x };
}
