// The HTTP face is loaded only where there is one: its libraries take longer to load than all of a farm that runs one document.

import type { HttpServer, HttpServerOptions } from "./http/server.js";

/** @throws CodedError STORE_NEEDS_TOKEN, STORE_CONFIG when it cannot listen there. */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { createHttpServer: create } = await import("./http/server.js");
  return create(options);
}
