// /openapi.json, made of the routes' schemas, and /docs, a page to read it and to try it. The page needs nothing from elsewhere.

import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { App } from "../app-type.js";

/** Registered before the routes, so that it sees them all. */
export async function registerDocs(app: App, hasToken: boolean): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Spikefarm", version: "1", description: "Submit sweeps, watch them, and fetch their tables." },
      ...(hasToken && { components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } }, security: [{ token: [] }] }),
    },
  });
  await app.register(swaggerUi, {
    routePrefix: "/docs",
    staticCSP: "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self'",
    theme: { title: "Spikefarm: HTTP API" },
  });
  app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());
}
