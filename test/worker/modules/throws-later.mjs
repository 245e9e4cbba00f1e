export const parameters = { x: 0 };
export const outputs = { y: "" };

export function run({ x }) {
  if (x === 2) {
    setTimeout(() => {
      throw new Error("too late to matter");
    }, 300);
  }
  return { y: x * x };
}
