// A trial takes two milliseconds, which it waits for: a long sweep that leaves the processor to the others.
export const parameters = { k: 0 };
export const outputs = { y: {} };
export const deterministic = true;

const TRIAL_MS = 2;
const nobodyNotifies = new Int32Array(new SharedArrayBuffer(4));

export function run({ k }) {
  Atomics.wait(nobodyNotifies, 0, 0, TRIAL_MS);
  let y = k;
  for (let index = 0; index < 500; index++) y = (y * 1.000001 + 1) % 1000;
  return { y };
}
