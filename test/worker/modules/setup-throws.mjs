export const parameters = { x: 0 };
export const outputs = { y: "" };

export function setup() {
  throw new Error("no licence for this solver");
}

export function run() {
  return { y: 0 };
}
