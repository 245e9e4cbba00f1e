// Ends only by its signal.
export const parameters = { x: 0 };
export const outputs = { y: "" };

export async function run(_parameters, { signal }) {
  const timer = setInterval(() => {}, 1000);
  await new Promise((resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  clearInterval(timer);
  return { y: 0 };
}
