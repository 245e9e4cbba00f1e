export const parameters = { x: 0 };
export const outputs = { y: "" };
