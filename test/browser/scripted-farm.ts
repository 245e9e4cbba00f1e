// A farm in one object, spoken to over real HTTP: it serves the built dashboard and answers the API's reads from what a test has put
// into it. What it says has the shapes of packages/protocol; that the coordinator says the same is the coordinator's contract.

import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import type { Aggregate, FailedTrial, Problem, SweepDetail, SweepSummary, WorkerSummary } from "@spikefarm/protocol";

export interface ScriptedSweep {
  readonly detail: SweepDetail;
  readonly aggregates: Readonly<Record<string, Aggregate>>;
  readonly failures: readonly FailedTrial[];
}

const DIST = fileURLToPath(new URL("../../services/dashboard/dist/", import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

export class ScriptedFarm {
  readonly #sweeps = new Map<string, ScriptedSweep>();
  readonly #streams = new Set<ServerResponse>();
  readonly #token: string | undefined;
  #workers: readonly WorkerSummary[] = [];
  #server: Server;
  #port = 0;
  #eventNumber = 0;
  /** Method and path of every call that was not refused, in order. */
  readonly calls: string[] = [];
  /** `Last-Event-ID` of each opening of the stream. */
  readonly resumedFrom: (string | undefined)[] = [];

  constructor(options: { readonly token?: string } = {}) {
    this.#token = options.token;
    this.#server = this.#createServer();
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens; the second time, on the port of the first. */
  async open(): Promise<this> {
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  /** As a coordinator that is killed: every connection is cut. What was put in stays. */
  async drop(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
    this.#streams.clear();
    this.#server = this.#createServer();
  }

  put(sweep: ScriptedSweep): void {
    this.#sweeps.set(sweep.detail.id, sweep);
    this.#announce("sweep", summaryOf(sweep.detail));
  }

  change(id: string, part: Partial<SweepDetail>): void {
    const sweep = this.#sweeps.get(id)!;
    this.put({ ...sweep, detail: { ...sweep.detail, ...part } });
  }

  putWorkers(workers: readonly WorkerSummary[]): void {
    this.#workers = workers;
    this.#announce("workers", { items: workers });
  }

  #announce(event: string, data: unknown): void {
    this.#eventNumber++;
    for (const stream of this.#streams) stream.write(`id: ${this.#eventNumber}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  #createServer(): Server {
    return createServer((request, response) => {
      response.setHeader("Content-Security-Policy", "default-src 'self'");
      response.setHeader("X-Content-Type-Options", "nosniff");
      const url = new URL(request.url!, "http://farm");
      if (url.pathname.startsWith("/api/v1/")) this.#answer(request, response, url);
      else serveFile(response, url.pathname);
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const path = url.pathname.slice("/api/v1".length);
    if (this.#token !== undefined && request.headers.authorization !== `Bearer ${this.#token}`) {
      refuse(response, 401, "API_UNAUTHORIZED", "This farm asks for a token.");
      return;
    }
    this.calls.push(`${request.method} ${path}`);
    const [, collection, id, part] = path.split("/");
    if (collection === "events") this.#openStream(request, response);
    else if (collection === "workers") answerJson(response, { items: this.#workers });
    else if (id === undefined) answerJson(response, { items: [...this.#sweeps.values()].map(({ detail }) => summaryOf(detail)).reverse() });
    else this.#answerOfSweep(response, { id: decodeURIComponent(id), part, query: url.searchParams });
  }

  #answerOfSweep(response: ServerResponse, asked: { id: string; part: string | undefined; query: URLSearchParams }): void {
    const { id, part, query } = asked;
    const sweep = this.#sweeps.get(id);
    if (sweep === undefined) refuse(response, 404, "SWEEP_UNKNOWN", `There is no sweep ${id}.`);
    else if (part === "aggregate") answerJson(response, sweep.aggregates[query.get("output")!]);
    else if (part === "failures") answerJson(response, { items: sweep.failures.slice(0, Number(query.get("limit"))) });
    else if (part === "results") answerText(response, "point,repeat,status,error,v0,f\n0,0,ok,,0,0\n");
    else if (part === "cancel") {
      this.change(id, { state: "cancelled", eta_s: null, elapsed_s: null, tasks_running: 0 });
      answerJson(response, summaryOf(this.#sweeps.get(id)!.detail), 202);
    } else answerJson(response, sweep.detail);
  }

  #openStream(request: IncomingMessage, response: ServerResponse): void {
    this.resumedFrom.push(request.headers["last-event-id"] as string | undefined);
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    response.write(": welcome\n\n");
    this.#streams.add(response);
    response.on("close", () => this.#streams.delete(response));
  }
}

function summaryOf(detail: SweepDetail): SweepSummary {
  const { digest, parameters, outputs, points, repeats, document, plan, ...summary } = detail;
  return summary;
}

function answerJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
}

function answerText(response: ServerResponse, csv: string): void {
  response.writeHead(200, { "Content-Type": "text/csv" });
  response.end(csv);
}

function refuse(response: ServerResponse, status: number, code: string, detail: string): void {
  const problem: Problem = { type: "about:blank", title: code, status, detail, code };
  response.writeHead(status, { "Content-Type": "application/problem+json" });
  response.end(JSON.stringify(problem));
}

function serveFile(response: ServerResponse, path: string): void {
  const file = join(DIST, normalize(path === "/" ? "/index.html" : path));
  if (!file.startsWith(DIST) || !existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" });
  response.end(readFileSync(file));
}
