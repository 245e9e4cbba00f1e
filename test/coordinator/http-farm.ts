// A farm behind a real HTTP server, for tests: the real store, threads, queue and coordinator in this process.

import { mkdtemp, rm } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Coordinator,
  createCoordinator,
  createHttpServer,
  type HttpLimits,
  type HttpServer,
  WorkerRegistry,
} from "@spikefarm/coordinator";
import type { Problem, SweepDetail, SweepSummary, WriterPort } from "@spikefarm/protocol";
import { createMemoryQueue, type TaskQueue } from "@spikefarm/queue";
import { createWorker, type ModuleRegistry, openModules, type Worker } from "@spikefarm/worker";
import { createWriter } from "@spikefarm/writer";
import { pino } from "pino";
import { vi } from "vitest";

const CLOSING = { code: "TEST_OVER", message: "the test is over" };
const DEADLINE_MS = 20_000;

export interface HttpFarmOptions {
  /** Goes on in this directory; by default a new one. */
  readonly directory?: string;
  readonly threads?: number;
  readonly modules?: string;
  readonly token?: string;
  readonly host?: string;
  readonly limits?: Partial<HttpLimits>;
  readonly dashboardDirectory?: string;
  readonly queue?: TaskQueue;
  /** Stands between the farm and the store. */
  readonly writer?: (store: WriterPort) => WriterPort;
  readonly outlivesServices?: boolean;
  readonly reconcileMs?: number;
  readonly logTo?: NodeJS.WritableStream;
}

export class HttpFarm {
  private constructor(
    readonly directory: string,
    readonly url: string,
    readonly coordinator: Coordinator,
    readonly queue: TaskQueue,
    readonly writer: WriterPort,
    readonly store: WriterPort,
    readonly workers: WorkerRegistry,
    readonly worker: Worker | undefined,
    readonly server: HttpServer,
  ) {}

  static async open(options: HttpFarmOptions = {}): Promise<HttpFarm> {
    const { threads = 2, token, host = "127.0.0.1", limits, dashboardDirectory, outlivesServices = false, reconcileMs = 50 } = options;
    const directory = options.directory ?? (await mkdtemp(join(tmpdir(), "spikefarm-http-")));
    const log = pino({ level: options.logTo === undefined ? "silent" : "info" }, options.logTo ?? process.stderr);
    const store = await createWriter({ directory: join(directory, "data"), machine: "test" });
    const writer = options.writer?.(store) ?? store;
    const queue = options.queue ?? createMemoryQueue();
    const modules: ModuleRegistry = await openModules(options.modules, join(directory, "bundles"));
    const worker =
      threads === 0 ? undefined : createWorker({ queue, writer, threads, modules, machine: "test", log: { warn: () => undefined } });
    const coordinator = createCoordinator({ queue, writer, owner: "test", windowTasks: 8, outlivesServices, reconcileMs });
    const workers = new WorkerRegistry();
    const server = await createHttpServer({
      coordinator,
      writer,
      queue,
      workers,
      modules: (name) => modules.schema(name) ?? workers.modules(name),
      moduleNames: () => [...modules.names, ...workers.moduleNames()],
      owner: "test",
      token,
      host,
      port: 0,
      log,
      ...(limits !== undefined && { limits }),
      ...(dashboardDirectory !== undefined && { dashboardDirectory }),
    });
    return new HttpFarm(directory, server.url, coordinator, queue, writer, store, workers, worker, server);
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.url + path, init);
  }

  /** The answer's JSON; a refusal is returned like any other answer. */
  async json<Body>(path: string, init: RequestInit = {}): Promise<Body> {
    return (await (await this.fetch(path, init)).json()) as Body;
  }

  submit(document: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const isText = typeof document === "string";
    return this.fetch("/api/v1/sweeps", {
      method: "POST",
      headers: { "Content-Type": isText ? "application/yaml" : "application/json", ...headers },
      body: isText ? document : JSON.stringify(document),
    });
  }

  async start(document: unknown): Promise<SweepSummary> {
    const response = await this.submit(document);
    if (response.status !== 201) throw new Error(await response.text());
    return (await response.json()) as SweepSummary;
  }

  show(id: string): Promise<SweepDetail> {
    return this.json(`/api/v1/sweeps/${id}`);
  }

  /** Waits until a sweep is in this state. */
  async reaches(id: string, state: SweepSummary["state"]): Promise<SweepDetail> {
    return vi.waitFor(
      async () => {
        const detail = await this.show(id);
        if (detail.state !== state) throw new Error(`sweep ${id} is ${detail.state}, not ${state}: ${JSON.stringify(detail.trials)}`);
        return detail;
      },
      { timeout: DEADLINE_MS, interval: 20 },
    );
  }

  async run(document: unknown): Promise<SweepDetail> {
    const { id } = await this.start(document);
    return this.reaches(id, "complete");
  }

  /** Stops everything and leaves the directory for the next farm. */
  async stop(): Promise<string> {
    await this.server.close();
    await this.coordinator.close(CLOSING);
    await this.worker?.close(0);
    await this.queue.close();
    await this.store.close();
    return this.directory;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** The problem of a refusal, judged to be one. */
export async function problemOf(response: Response): Promise<Problem> {
  const type = response.headers.get("content-type");
  const text = await response.text();
  if (!response.ok && type === "application/problem+json") return JSON.parse(text) as Problem;
  throw new Error(`${response.status} ${type} is no problem: ${text}`);
}

/** A request with headers that fetch refuses to send, and a path that it would tidy up. */
export function rawRequest(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  method = "GET",
): Promise<{ status: number; type: string | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const request = httpRequest({ hostname, port, path, headers, method }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, type: response.headers["content-type"], body }));
    });
    request.on("error", reject).end();
  });
}

/** One neuron over its drive: quick, and right when it says count(G) = 0 below threshold. */
export const NEURON = {
  name: "A neuron",
  model: {
    parameters: { v0: "20*mV" },
    groups: { G: { equations: "dv/dt = (v0 - v)/(10*ms) : volt", threshold: "v > 10*mV", reset: "v = 0*mV" } },
    duration: "100*ms",
    outputs: { n: "count(G)", end: "mean(final(G.v))" },
  },
  sweep: { space: { v0: { linspace: ["0*mV", "19*mV", 20] } } },
};

export const overPoints = (count: number): unknown => ({ ...NEURON, sweep: { space: { v0: { linspace: ["0*mV", "19*mV", count] } } } });
