// Who may ask: what both servers judge alike. Which of their paths need the token, and who else is kept out, is for each of them to say.

import { createHash, timingSafeEqual } from "node:crypto";

const LOOPBACK_NAMES: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "::1", "[::1]"]);

/** Whether a host name stands for this machine alone. */
export const isLoopback = (host: string): boolean => LOOPBACK_NAMES.has(host);

/** Judges Authorization headers. It takes the same time whatever differs: both sides are hashed to one length first. */
export function tokenCheck(token: string): (authorization: string | undefined) => boolean {
  const expected = digestOf(token);
  return (authorization = "") => {
    const given = /^Bearer (.+)$/i.exec(authorization)?.[1];
    return timingSafeEqual(digestOf(given ?? ""), expected) && given !== undefined;
  };
}

const digestOf = (text: string): Buffer => createHash("sha256").update(text).digest();
