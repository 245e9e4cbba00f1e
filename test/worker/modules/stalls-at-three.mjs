export const parameters = { x: 0 };
export const outputs = { y: "" };

/** Long enough to be caught in the middle, short enough to be waited for. */
export async function run({ x }) {
  if (x === 3) await new Promise((resolve) => setTimeout(resolve, 2_000));
  return { y: x * x };
}
