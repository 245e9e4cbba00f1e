// Server-sent events (WHATWG HTML, "Server-sent events") to any number of clients.
//
// Each client's socket is its queue, and it is bounded: a client that reads too slowly is sent nothing more until it has caught up, and
// then a `reset`, which tells it to read what it shows anew. The same `reset` answers a Last-Event-ID that cannot be resumed from.
// A comment every 15 s keeps proxies from closing a quiet connection, and tells us of clients that have gone.

import type { ServerResponse } from "node:http";
import { EventLog, type LoggedEvent } from "./event-log.js";

const HEARTBEAT_MS = 15_000;
/** Bytes that may wait for a client. */
const MAX_WAITING_BYTES = 1 << 20;
const MAX_CLIENTS = 256;
/** After the last client has gone, events are kept this long for it to come back. */
const LINGER_MS = 60_000;
const RECONNECT_MS = 2_000;

interface Client {
  readonly response: ServerResponse;
  isBehind: boolean;
}

/** Owns the clients and the log of events. */
export class EventStream {
  readonly #log = new EventLog();
  readonly #clients = new Set<Client>();
  readonly #heartbeat: NodeJS.Timeout;
  #emptySinceMs = 0;

  constructor(heartbeatMs = HEARTBEAT_MS) {
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatMs).unref();
  }

  get isFull(): boolean {
    return this.#clients.size >= MAX_CLIENTS;
  }

  /** Whether it is worth making an event: somebody listens, or may be back in a moment. */
  get hasListeners(): boolean {
    return this.#clients.size > 0 || Date.now() - this.#emptySinceMs < LINGER_MS;
  }

  publish(name: string, data: unknown): void {
    const event = this.#log.add(name, data);
    const text = textOf(event);
    for (const client of this.#clients) this.#send(client, text);
  }

  /** Notes that an event was not made because nobody listens. */
  skip(): void {
    this.#log.skip();
  }

  /** Takes over a response whose head has not been written. */
  connect(response: ServerResponse, lastEventId: string | undefined): void {
    const client: Client = { response, isBehind: false };
    response.writeHead(200, {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store",
      "X-Accel-Buffering": "no",
      "X-Content-Type-Options": "nosniff",
    });
    // An id without data: the client knows where to resume from before the first event.
    response.write(`retry: ${RECONNECT_MS}\n\n`);
    const missed = lastEventId === undefined ? [] : this.#log.after(lastEventId);
    if (missed === undefined) response.write(this.#resetText());
    else if (missed.length === 0) response.write(`id: ${this.#log.lastId}\n\n`);
    else response.write(missed.map(textOf).join(""));
    this.#clients.add(client);
    response.on("drain", () => this.#catchUp(client));
    response.on("close", () => this.#drop(client));
    response.on("error", () => this.#drop(client));
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const { response } of this.#clients) response.end();
    this.#clients.clear();
  }

  #send(client: Client, text: string): void {
    if (client.isBehind) return;
    if (client.response.writableLength > MAX_WAITING_BYTES) client.isBehind = true;
    else client.response.write(text);
  }

  #catchUp(client: Client): void {
    if (!client.isBehind) return;
    client.isBehind = false;
    client.response.write(this.#resetText());
  }

  #drop(client: Client): void {
    if (this.#clients.delete(client) && this.#clients.size === 0) this.#emptySinceMs = Date.now();
  }

  #beat(): void {
    for (const client of this.#clients) this.#send(client, ": still here\n\n");
  }

  #resetText(): string {
    return textOf({ id: this.#log.lastId, name: "reset", data: {} });
  }
}

const textOf = ({ id, name, data }: LoggedEvent): string => `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
