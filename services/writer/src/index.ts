export { createWriter, type Writer, type WriterOptions } from "./app.js";
export { WRITER_CODES } from "./errors.js";
export type { HttpServer, HttpServerOptions } from "./http/server.js";
export { createHttpServer } from "./open-http-server.js";
