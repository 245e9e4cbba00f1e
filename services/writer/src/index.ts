export { createWriter, type Writer, type WriterOptions } from "./app.js";
export { WRITER_CODES } from "./errors.js";
export { createHttpServer, type HttpServer, type HttpServerOptions } from "./http/server.js";
