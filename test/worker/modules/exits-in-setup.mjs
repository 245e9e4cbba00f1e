export const parameters = { x: 0 };
export const outputs = { y: "" };

export function setup() {
  process.exit(9);
}

export const run = ({ x }) => ({ y: x });
