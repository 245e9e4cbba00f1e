export const parameters = { x: 0 };
export const outputs = { y: "" };

export function run({ x }) {
  if (x === 3) throw new RangeError("no root at 3\nwith a second line");
  return { y: x * x };
}
