// x mebibytes of zeros.
export const parameters = { x: 0 };
export const outputs = { y: { shape: [null] } };

export const run = ({ x }) => ({ y: new Float64Array(x * 131_072) });
