// Tells the coordinator every two seconds that this worker is there, and what it can do.
//
//   200  welcome            409  refused: the versions differ. The worker claims nothing, says why, and keeps asking
//   anything else, or no answer: the worker goes on as it was (the queue and the writer are enough), and keeps trying

import { HEARTBEAT_SECONDS, type WorkerAnnouncement } from "@spikefarm/protocol";

export interface HeartbeatOptions {
  /** The coordinator's address. */
  readonly url: string;
  readonly token: string | undefined;
  readonly id: string;
  readonly announce: () => WorkerAnnouncement;
  readonly onWelcome: () => void;
  readonly onRefused: (reason: string) => void;
  /** Told whenever the coordinator has become silent, or is silent for another reason. */
  readonly onSilence: (reason: string) => void;
}

export interface Heartbeat {
  /** Says how things are now, without waiting for the next beat. */
  beat(): Promise<void>;
  stop(): void;
}

const ANSWER_LIMIT_MS = 5_000;
const MAX_REASON_LENGTH = 500;

type Answer = { readonly kind: "welcome" } | { readonly kind: "refused" | "silence"; readonly reason: string };

export function startHeartbeat(options: HeartbeatOptions): Heartbeat {
  let last: string | undefined;
  const beat = async (): Promise<void> => {
    const answer = await ask(options);
    const news = JSON.stringify(answer);
    if (news === last) return;
    last = news;
    if (answer.kind === "welcome") options.onWelcome();
    else if (answer.kind === "refused") options.onRefused(answer.reason);
    else options.onSilence(answer.reason);
  };
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const next = async (): Promise<void> => {
    await beat();
    if (!isStopped) timer = setTimeout(next, HEARTBEAT_SECONDS * 1000);
  };
  void next(); // never rejects: an answer that fails to come is silence
  return {
    beat,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

async function ask({ url, token, id, announce }: HeartbeatOptions): Promise<Answer> {
  try {
    const response = await fetch(new URL(`/api/v1/workers/${encodeURIComponent(id)}`, url), {
      method: "PUT",
      headers: { "content-type": "application/json", ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(announce()),
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    const text = await response.text();
    if (response.ok) return { kind: "welcome" };
    if (response.status === 409) return { kind: "refused", reason: reasonIn(text) };
    return { kind: "silence", reason: `it answered ${response.status}: ${reasonIn(text)}` };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { kind: "silence", reason: cause instanceof Error ? cause.message : String(cause) };
  }
}

/** `reason`, or the `detail` of a problem (RFC 9457), or the text itself. */
function reasonIn(text: string): string {
  try {
    const { reason, detail } = JSON.parse(text) as { readonly reason?: unknown; readonly detail?: unknown };
    return String(reason ?? detail ?? text).slice(0, MAX_REASON_LENGTH);
  } catch {
    return text.slice(0, MAX_REASON_LENGTH);
  }
}
