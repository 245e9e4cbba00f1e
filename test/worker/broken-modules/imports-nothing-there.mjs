import { missing } from "./not-there.js";

export const run = () => missing;
