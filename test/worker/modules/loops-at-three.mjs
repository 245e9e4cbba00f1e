export const parameters = { x: 0 };
export const outputs = { y: "" };

export function run({ x }) {
  while (x === 3);
  return { y: x * x };
}
