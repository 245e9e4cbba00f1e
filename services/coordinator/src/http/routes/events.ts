// GET /events: what happens, as server-sent events.

import type { EventStream } from "../../events/event-stream.js";
import type { App } from "../app-type.js";
import { HttpError } from "../http-error.js";
import { EventText, REFUSALS } from "../schemas.js";

const schema = {
  tags: ["events"],
  summary: "What happens, as server-sent events: sweep (SweepSummary), workers ({ items }), reset",
  description: "Last-Event-ID resumes. The event reset says that what is shown must be read anew.",
  response: { 200: EventText, ...REFUSALS },
};

export function registerEvents(app: App, stream: EventStream): void {
  app.get("/events", { schema }, (request, reply) => {
    if (stream.isFull) throw new HttpError(503, "HTTP_BUSY", "Too many clients listen already.", { headers: { "Retry-After": "10" } });
    const lastEventId = request.headers["last-event-id"];
    reply.hijack();
    stream.connect(reply.raw, typeof lastEventId === "string" ? lastEventId : undefined);
  });
  app.addHook("preClose", async () => stream.close());
}
