// Ends a server in bounded time, whatever its clients do: what has begun is answered, everything else is closed.
//
//   close() ──▶ no new connections ──▶ every 20 ms: connections without an open answer are closed ──▶ all gone
//                                       └──after 5 s: those with one too (a body or a reader that never comes)
//
// Node does less by itself: it takes a connection that has not asked anything yet for a busy one (undici opens such ahead of need), keeps
// one alive that was busy when closing began, and stops looking at its own time limits as soon as it closes.

import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** How often connections whose last answer has been sent are looked for. */
const CHECK_MS = 20;
/** What has not been answered by then is cut off; the client sends it again. */
const ANSWER_LIMIT_MS = 5_000;

/** Watches a server from its start on; what it returns wraps the server's close. */
export function closesGently(server: Server): (close: () => Promise<void>) => Promise<void> {
  const connections = new Set<Socket>();
  const answers = new Set<ServerResponse>();
  server.on("connection", (socket: Socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  server.on("request", (_request: IncomingMessage, response: ServerResponse) => {
    answers.add(response);
    response.once("close", () => answers.delete(response));
  });
  const closeIdle = (): void => {
    const busy = new Set([...answers].map(({ req }) => req.socket));
    for (const socket of connections) if (!busy.has(socket)) socket.destroy();
  };

  return async (close) => {
    const closed = close();
    const checks = setInterval(closeIdle, CHECK_MS);
    const limit = setTimeout(() => server.closeAllConnections(), ANSWER_LIMIT_MS);
    await closed.finally(() => {
      clearInterval(checks);
      clearTimeout(limit);
    });
  };
}
