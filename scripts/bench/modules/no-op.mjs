// The shortest trial there is: what is measured is everything around it.
export const parameters = { k: 0 };
export const outputs = { y: {} };
export const deterministic = true;

export const run = ({ k }) => ({ y: k });
