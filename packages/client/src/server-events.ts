// Server-sent events read from a response's body (WHATWG HTML, "Server-sent events").

export interface ServerEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string;
}

export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let text = "";
  let event = { event: "message", data: "", id: "" };
  for await (const bytes of body) {
    text += decoder.decode(bytes, { stream: true });
    const lines = text.split(/\r\n|\n|\r/);
    text = lines.pop() ?? "";
    for (const line of lines) {
      if (line !== "") event = withField(event, line);
      else {
        if (event.data !== "") yield { ...event, data: event.data.slice(0, -1) };
        event = { event: "message", data: "", id: event.id };
      }
    }
  }
}

function withField<Fields extends { event: string; data: string; id: string }>(fields: Fields, line: string): Fields {
  const colon = line.indexOf(":");
  if (colon === 0) return fields; // a comment: the server's heartbeat
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
  if (name === "event") return { ...fields, event: value };
  if (name === "data") return { ...fields, data: `${fields.data}${value}\n` };
  if (name === "id") return { ...fields, id: value };
  return fields;
}
