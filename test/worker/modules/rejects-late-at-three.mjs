export const parameters = { x: 0 };
export const outputs = { y: "" };

export function run({ x }) {
  if (x === 3) Promise.reject(new Error("nobody awaits this"));
  return { y: x * x };
}
