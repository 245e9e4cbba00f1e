// The dashboard's files at /. They are public even where there is a token: they hold nothing, and ask the API with the user's token.

import fastifyStatic from "@fastify/static";
import type { App } from "../app-type.js";

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export async function registerDashboard(app: App, directory: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: directory,
    dotfiles: "ignore",
    schemaHide: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header("Content-Security-Policy", POLICY);
      reply.header("Referrer-Policy", "no-referrer");
      // Built files carry a hash in their name, under assets/; the page itself must be fresh.
      reply.header("Cache-Control", /[\\/]assets[\\/]/.test(path) ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
}
