export const parameters = { x: 0 };
export const outputs = { y: "" };

export function run({ x }) {
  if (x === 3) process.kill(process.pid, "SIGTERM");
  return { y: x * x };
}
