export const parameters = { x: 0, library: { default: "", type: "text" } };
export const outputs = { y: "" };

/** Loads a library that is no addon of Node's: its initialisers run, and then Node complains. */
export function run({ x, library }) {
  try {
    process.dlopen({ exports: {} }, library);
  } catch {
    // "Module did not self-register"
  }
  return { y: x };
}
