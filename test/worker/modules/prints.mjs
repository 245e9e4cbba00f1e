export const parameters = { x: 0 };
export const outputs = { y: "" };

export function run({ x }) {
  console.log(`printed by trial ${x}`);
  return { y: x * x };
}
