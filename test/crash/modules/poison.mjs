// One trial ends its whole process, one goes on for ever, one asks Node to abort (which a thread may not do); the others are honest.
export const parameters = { k: 0 };
export const outputs = { y: {} };
export const deterministic = true;

export function run({ k }) {
  if (k === 100) process.kill(process.pid, "SIGABRT");
  if (k === 200) process.abort();
  if (k === 300) for (;;) Math.sqrt(k);
  return { y: 2 * k };
}
