// What is refused before there is a route: by Node, which cannot read the request or has waited too long for it, and by Fastify, which
// cannot read its address or is closing. By themselves they answer in their own words, or with nothing; here with problems, as routes do.
//
//   bytes ─▶ a request? ──no──▶ clientErrorHandler: 400, 408 or 431, written to the socket
//              └─yes─▶ an address? ──no──▶ frameworkErrors ──▶ the server's own answer to errors
//                         └─yes─▶ closing, no Host, a strange Expect? (registerEntrance) ──yes──▶ the same answer
//                                    └─no─▶ hooks and routes

import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { ConnectionError, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { PROBLEM_TYPE, problemOf } from "./problem.js";

/** How a server answers any error. */
export type Refuse = (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/** Options of Fastify; `code` is that of requests which are none. `registerEntrance` belongs to them. */
export const refusingLikeRoutes = (refuse: Refuse, code: string) => ({
  frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => void refuse(error, request, reply),
  clientErrorHandler: (error: ConnectionError, socket: Socket): void => refuseConnection(error, socket, code),
  return503OnClosing: false,
});

/** Registered first. The server must be made with `requireHostHeader: false`, which leaves the Host header to us. */
export function registerEntrance(app: FastifyInstance): void {
  let isClosing = false;
  app.addHook("preClose", async () => {
    isClosing = true;
  });
  app.addHook("onRequest", async ({ headers, raw }, reply) => {
    answers.set(raw.socket, reply.raw);
    if (isClosing) throw refused(503, "The server is closing");
    if (headers.host === undefined && raw.httpVersion === "1.1") throw refused(400, "HTTP/1.1 asks for a Host header");
    if (headers.expect !== undefined && !CONTINUE.test(headers.expect)) throw refused(417, `${headers.expect} cannot be expected here`);
  });
  const { server } = app;
  server.on("checkExpectation", (request, response) => server.emit("request", request, response)); // for the hook to judge
}

const CONTINUE = /^100-continue$/i;

const refused = (statusCode: number, message: string): Error => Object.assign(new Error(message), { statusCode });

/** The latest answer on each connection: bytes of ours amid those of an answer that has begun would be taken for its own. */
const answers = new WeakMap<Socket, ServerResponse>();

interface Unread {
  readonly status: number;
  readonly message: string;
}

const UNREAD: Readonly<Record<string, Unread>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: "The request has not arrived in time; send all of it at once." },
  HPE_HEADER_OVERFLOW: { status: 431, message: "The headers, with the address, are larger than Node takes; send fewer." },
};
const MALFORMED: Unread = { status: 400, message: "This is no HTTP request; check what is sent, and whether it should be https." };

function refuseConnection(error: ConnectionError, socket: Socket, code: string): void {
  const answer = answers.get(socket);
  const isAmidAnswer = answer?.headersSent === true && !answer.writableFinished;
  if (error.code !== "ECONNRESET" && socket.writable && !isAmidAnswer) {
    const { status, message } = UNREAD[error.code] ?? MALFORMED;
    const body = JSON.stringify(problemOf({ status, code, message }));
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      `Content-Type: ${PROBLEM_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      "Connection: close",
    ];
    socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  }
  socket.destroySoon();
}
