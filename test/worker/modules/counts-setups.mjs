export const parameters = { x: 0 };
export const outputs = { setups: { kind: "i32" } };

let setups = 0;

export async function setup() {
  await Promise.resolve();
  setups++;
}

export function run() {
  return { setups };
}
