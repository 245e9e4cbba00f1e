// Ends only by its signal.
export const parameters = { x: 0 };
export const outputs = { y: "" };

export async function run(_parameters, { signal }) {
  await new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}
