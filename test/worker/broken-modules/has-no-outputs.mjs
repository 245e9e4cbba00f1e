export const parameters = { x: 0 };
export const run = ({ x }) => ({ y: x });
