// Awaits something that never comes, and hears no signal.
export const parameters = { x: 0 };
export const outputs = { y: "" };

export async function run({ x }) {
  if (x === 3) await new Promise((resolve) => setTimeout(resolve, 3_600_000));
  return { y: x * x };
}
