export const parameters = { x: 0 };
export const outputs = { y: "" };
export const run = ({ x }) => ({ y: x });
