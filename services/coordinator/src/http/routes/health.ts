// /healthz: the process answers. /readyz: so do the writer and the queue.

import type { SweepId, WriterPort } from "@spikefarm/protocol";
import type { TaskQueue } from "@spikefarm/queue";
import { Type } from "typebox";
import type { App } from "../app-type.js";
import { HttpError } from "../http-error.js";
import { REFUSALS } from "../schemas.js";

const CHECK_LIMIT_MS = 2_000;
/** Nobody's sweep: asking for it is a question that costs nothing. */
const NO_SWEEP = "s00000000000000" as SweepId;

const State = Type.Object({ status: Type.String() });
/** Whoever asks after its health needs no token. */
const common = { tags: ["health"], security: [], response: { 200: State, ...REFUSALS } };

export function registerHealth(app: App, { writer, queue }: { readonly writer: WriterPort; readonly queue: TaskQueue }): void {
  const alive = { ...common, summary: "The process is alive" };
  app.get("/healthz", { schema: alive }, async () => ({ status: "ok" }));

  const ready = { ...common, summary: "Writer and queue answer" };
  app.get("/readyz", { schema: ready }, async () => {
    const failing = await failingChecks({ writer: () => writer.getSweep(NO_SWEEP), queue: () => queue.pending(NO_SWEEP) });
    if (Object.keys(failing).length === 0) return { status: "ready" };
    const message = `Not ready: the ${Object.keys(failing).join(" and the ")} cannot be reached.`;
    throw new HttpError(503, "HTTP_UNAVAILABLE", message, { headers: { "Retry-After": "2" }, members: { checks: failing } });
  });
}

async function failingChecks(checks: Readonly<Record<string, () => Promise<unknown>>>): Promise<Record<string, string>> {
  const outcomes = await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await failureOf(check)] as const));
  return Object.fromEntries(outcomes.flatMap(([name, failure]) => (failure === undefined ? [] : [[name, failure]])));
}

async function failureOf(check: () => Promise<unknown>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${CHECK_LIMIT_MS / 1000} s`), CHECK_LIMIT_MS);
  });
  const answer = check().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return Promise.race([answer, limit]).finally(() => clearTimeout(timer));
}
