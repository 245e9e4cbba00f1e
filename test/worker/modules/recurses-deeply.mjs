export const parameters = { x: 0 };
export const outputs = { y: "" };

/** Of the main thread of a process; a thread has four times as much. */
const MORE_THAN_ITS_STACK = 25_000;

const depth = (left) => (left === 0 ? 0 : 1 + depth(left - 1));

export function run({ x }) {
  return { y: depth(x * MORE_THAN_ITS_STACK) };
}
