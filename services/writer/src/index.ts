export { createWriter, type WriterOptions } from "./app.js";
