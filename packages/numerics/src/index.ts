export type { Arithmetic } from "./arithmetic.js";
