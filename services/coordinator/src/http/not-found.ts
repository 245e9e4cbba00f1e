// What has no route: 405 with the methods there are where only the method is wrong, else 404.

import type { App } from "./app-type.js";
import { HttpError } from "./http-error.js";
import { nothingAt, sendRefusal } from "./problems.js";

interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/** Registered before the routes, so that it sees them all. */
export function registerNotFound(app: App): void {
  const known = new Map<string, KnownPath>();
  app.addHook("onRoute", ({ url, method }) => {
    if (url.includes("*")) return;
    const entry = known.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    known.set(url, entry);
    for (const name of [method].flat()) entry.methods.add(name);
  });

  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "";
    const methods = [...known.values()].find(({ pattern }) => pattern.test(path))?.methods;
    if (methods === undefined || methods.has(request.method)) {
      return sendRefusal(request, reply, nothingAt(path));
    }
    const allow = [...methods].join(", ");
    const message = `${path} does not take ${request.method}; it takes ${allow}.`;
    return sendRefusal(request, reply, new HttpError(405, "HTTP_METHOD", message, { headers: { Allow: allow } }));
  });
}

/** `/sweeps/:id/cancel` → a pattern in which each parameter is one segment. */
const patternOf = (url: string): RegExp =>
  new RegExp(
    `^${url
      .split("/")
      .map((segment) => (segment.startsWith(":") ? "[^/]+" : segment.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")))
      .join("/")}$`,
  );
