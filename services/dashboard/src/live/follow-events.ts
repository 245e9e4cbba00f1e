// Follows the event stream for as long as the page lives.
//
//   connecting ──answer──▶ live ──end, error or silence──▶ reconnecting ──answer──▶ live …
//
// Between attempts it waits a doubling time, with jitter so that the tabs of many people do not come back at one instant. A stream that
// is silent for longer than the coordinator's heartbeat allows is taken for dead: a half-open connection never ends by itself.

import { EventParser, type ServerEvent } from "./parse-events.js";

export type Connection =
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  /** `sinceMs`: when the page last knew that what it shows is current; undefined if it never did. */
  | { readonly kind: "reconnecting"; readonly sinceMs: number | undefined };

export interface EventSourcePort {
  open(lastEventId: string | undefined, signal: AbortSignal): Promise<Response>;
  onEvent(event: ServerEvent): void;
  onConnection(connection: Connection): void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
/** The coordinator sends at least a comment every 15 s. */
const LONGEST_SILENCE_MS = 45_000;

/** Returns once `signal` is aborted. */
export async function followEvents(port: EventSourcePort, signal: AbortSignal): Promise<void> {
  const parser = new EventParser();
  let lastHeardMs: number | undefined;
  port.onConnection({ kind: "connecting" });
  for (let waitMs = FIRST_WAIT_MS; !signal.aborted; ) {
    try {
      await readStream(port, parser, signal, () => {
        lastHeardMs = Date.now();
        waitMs = FIRST_WAIT_MS;
      });
    } catch {
      // refused, unreachable, cut or silent: the badge says so, and the next attempt is the answer
    }
    if (signal.aborted) return;
    port.onConnection({ kind: "reconnecting", sinceMs: lastHeardMs });
    await sleep(waitMs * (0.75 + Math.random() / 2), signal);
    waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2);
  }
}

/** One connection, from its opening to its end. `onHeard` is called for every piece, comments included. */
async function readStream(port: EventSourcePort, parser: EventParser, signal: AbortSignal, onHeard: () => void): Promise<void> {
  const connection = new AbortController();
  const abort = () => connection.abort();
  signal.addEventListener("abort", abort);
  let silence = setTimeout(abort, LONGEST_SILENCE_MS);
  try {
    const response = await port.open(parser.lastEventId, connection.signal);
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    parser.restart();
    onHeard();
    port.onConnection({ kind: "live" });
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      onHeard();
      clearTimeout(silence);
      silence = setTimeout(abort, LONGEST_SILENCE_MS);
      for (const event of parser.push(value)) port.onEvent(event);
    }
  } finally {
    clearTimeout(silence);
    signal.removeEventListener("abort", abort);
    abort();
  }
}

/** Cut short by `signal`, and by the browser finding its network again. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      removeEventListener("online", wake);
      signal.removeEventListener("abort", wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    addEventListener("online", wake);
    signal.addEventListener("abort", wake);
  });
}
