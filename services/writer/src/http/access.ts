// Who may ask: with a token whoever sends it; without one this machine only, and no web page (a page's requests say where they come from).

import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { refusal } from "./problems.js";

const LOOPBACK_NAMES: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "::1"]);
const OPEN_PATHS: ReadonlySet<string> = new Set(["/healthz", "/readyz"]);

export const isLoopback = (host: string): boolean => LOOPBACK_NAMES.has(host);

export function registerAccess(app: FastifyInstance, token: string | undefined): void {
  const expected = token === undefined ? undefined : digestOf(`Bearer ${token}`);
  app.addHook("onRequest", async ({ headers, url }) => {
    if (headers.origin !== undefined || headers["sec-fetch-site"] !== undefined) {
      throw refusal(403, "STORE_UNAUTHORIZED", "The writer answers services of the farm, never a web page.");
    }
    if (expected === undefined || OPEN_PATHS.has(url)) return;
    // Hashed to one length first: comparing takes the same time whatever differs.
    if (timingSafeEqual(digestOf(headers.authorization ?? ""), expected)) return;
    throw refusal(401, "STORE_UNAUTHORIZED", "The writer needs the farm's token: give every service the same SPIKEFARM_TOKEN.", {
      "WWW-Authenticate": "Bearer",
    });
  });
}

const digestOf = (text: string): Buffer => createHash("sha256").update(text).digest();
