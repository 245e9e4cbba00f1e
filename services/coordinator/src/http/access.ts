// Who may ask. Without a token only this machine may: the socket is bound to loopback, and since any web page can make a browser send
// requests there, the Host header must name loopback (DNS rebinding) and what changes something must not come from another site's page.
// With a token, every request to the API carries it. Its description is public, as the dashboard is: it holds nothing, and a browser that
// opens a page sends no header of ours.

import { isLoopback, tokenCheck } from "@spikefarm/http";
import type { FastifyRequest } from "fastify";
import type { App } from "./app-type.js";
import { HttpError } from "./http-error.js";

const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);
const PROTECTED_PATHS = /^\/api(?:[/?#]|$)/;

export interface AccessOptions {
  readonly token: string | undefined;
  readonly host: string;
}

export function registerAccess(app: App, { token, host }: AccessOptions): void {
  const isExpected = token === undefined ? undefined : tokenCheck(token);
  app.addHook("onRequest", async (request) => {
    if (isLoopback(host)) checkHost(request);
    if (!SAFE_METHODS.has(request.method)) checkSite(request);
    if (isExpected !== undefined && isProtected(request.url) && !isExpected(request.headers.authorization)) {
      throw new HttpError(401, "HTTP_UNAUTHORIZED", "This farm needs its token: send Authorization: Bearer TOKEN.", {
        headers: { "WWW-Authenticate": "Bearer" },
      });
    }
  });
}

/** Judged after decoding, as the router does: `/%61pi` is `/api`. */
function isProtected(url: string): boolean {
  try {
    return PROTECTED_PATHS.test(decodeURI(url));
  } catch {
    return true;
  }
}

function checkHost(request: FastifyRequest): void {
  if (isLoopback(hostName(request.headers.host ?? ""))) return;
  throw new HttpError(403, "HTTP_FORBIDDEN", "This host name is not the coordinator's; use localhost or 127.0.0.1.");
}

/** Browsers say which site a request comes from; other clients say nothing. */
function checkSite({ headers }: FastifyRequest): void {
  const site = headers["sec-fetch-site"];
  const isForeign = site !== undefined && site !== "same-origin" && site !== "none";
  if (!isForeign && (headers.origin === undefined || originHost(headers.origin) === headers.host)) return;
  throw new HttpError(403, "HTTP_FORBIDDEN", "A page of another site must not change anything here.");
}

const hostName = (host: string): string => host.replace(/:\d+$/, "").toLowerCase();

const originHost = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);
