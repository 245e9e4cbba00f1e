// About a millisecond of honest work a trial.
export const parameters = { k: 0 };
export const outputs = { y: {} };
export const deterministic = true;

export function run({ k }) {
  let y = k;
  for (let index = 0; index < 50_000; index++) y = (y * 1.000001 + 1) % 1000;
  return { y };
}
