// Tests never sleep to be in step with a process: they wait for a condition, with a deadline.

import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 20;

/** Resolves once `condition` holds; rejects when it does not within `limitMs`. */
export async function waitUntil(what: string, condition: () => boolean | Promise<boolean>, limitMs: number): Promise<void> {
  const deadlineMs = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > deadlineMs) throw new Error(`waited ${limitMs} ms in vain for this: ${what}`);
    await delay(POLL_MS);
  }
}
