// Server-sent events out of text that arrives in pieces (WHATWG HTML, 9.2.6). EventSource would do this, but cannot send a token.

export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** An event of more characters than this is not ours. */
const MAX_EVENT_CHARACTERS = 16_000_000;

export class EventParser {
  /** What `Last-Event-ID` says when the stream has to be opened again. */
  lastEventId: string | undefined;
  #rest = "";
  #event = "";
  #data: string[] = [];

  /** The events that this piece completes. */
  push(text: string): ServerEvent[] {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop()!;
    if (this.#rest.length > MAX_EVENT_CHARACTERS) throw new Error("an event of the farm's stream never ends");
    return lines.flatMap((line) => this.#takeLine(line));
  }

  #takeLine(line: string): ServerEvent[] {
    if (line === "") return this.#dispatch();
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.#event = value;
    else if (field === "data") this.#data.push(value);
    else if (field === "id" && !value.includes("\0")) this.lastEventId = value;
    return [];
  }

  #dispatch(): ServerEvent[] {
    const events = this.#data.length === 0 ? [] : [{ event: this.#event || "message", data: this.#data.join("\n") }];
    this.#event = "";
    this.#data = [];
    return events;
  }

  /** A new connection starts with a new event; the last id stays. */
  restart(): void {
    this.#rest = "";
    this.#event = "";
    this.#data = [];
  }
}
