// Who may ask: with a token whoever sends it; without one this machine only, and no web page (a page's requests say where they come from).

import { tokenCheck } from "@spikefarm/http";
import type { FastifyInstance } from "fastify";
import { refusal } from "./problems.js";

const OPEN_PATHS: ReadonlySet<string> = new Set(["/healthz", "/readyz"]);

export function registerAccess(app: FastifyInstance, token: string | undefined): void {
  const isExpected = token === undefined ? undefined : tokenCheck(token);
  app.addHook("onRequest", async ({ headers, url }) => {
    if (headers.origin !== undefined || headers["sec-fetch-site"] !== undefined) {
      throw refusal(403, "STORE_UNAUTHORIZED", "The writer answers services of the farm, never a web page.");
    }
    if (isExpected === undefined || OPEN_PATHS.has(url) || isExpected(headers.authorization)) return;
    throw refusal(401, "STORE_UNAUTHORIZED", "The writer needs the farm's token: give every service the same SPIKEFARM_TOKEN.", {
      "WWW-Authenticate": "Bearer",
    });
  });
}
