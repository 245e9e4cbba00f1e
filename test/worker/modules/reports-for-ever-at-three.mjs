export const parameters = { x: 0 };
export const outputs = { y: "" };

export function run({ x }, { report }) {
  while (x === 3) report(0.5);
  return { y: x * x };
}
