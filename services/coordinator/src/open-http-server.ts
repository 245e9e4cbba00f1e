// The HTTP face is loaded only where there is one: its libraries take longer to load than all of a farm that runs one document.

import type { HttpServer, HttpServerOptions } from "./http/http-server.js";

/** @throws CodedError COORDINATOR_NEEDS_TOKEN, COORDINATOR_CONFIG when it cannot listen there. */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { createHttpServer: create } = await import("./http/http-server.js");
  return create(options);
}
