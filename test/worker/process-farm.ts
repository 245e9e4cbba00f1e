// Worker processes between a real Redis and a real writer process, without a coordinator: the test enqueues tasks itself.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openHttpWriter } from "@spikefarm/client";
import type { Row, SweepRecord, Task, TaskOutcome, WriterPort } from "@spikefarm/protocol";
import { openBullQueue, type QueueEvent, type TaskQueue } from "@spikefarm/queue";
import { type RedisServer, startRedis } from "../support/redis-server.js";
import { Service } from "../support/service.js";
import { waitUntil } from "../support/wait-until.js";
import { MODULES, type SweepOptions, sharedModules, sweepRecordOf } from "./farm.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const READY_URL = /^ready (\S+)/m;
const DEADLINE_MS = 60_000;

export class ProcessFarm {
  readonly events: QueueEvent[] = [];
  readonly #workers: Service[] = [];

  private constructor(
    readonly directory: string,
    readonly redis: RedisServer,
    readonly writerProcess: Service,
    readonly queue: TaskQueue,
    readonly store: WriterPort,
    readonly environment: Readonly<Record<string, string>>,
  ) {
    queue.listen((event) => this.events.push(event));
  }

  static async open(): Promise<ProcessFarm> {
    const directory = await mkdtemp(join(tmpdir(), "spikefarm-worker-process-"));
    const redis = await startRedis();
    const writer = service("writer", { SPIKEFARM_DATA: join(directory, "data"), SPIKEFARM_PORT: "0" });
    await writer.start();
    const writerUrl = READY_URL.exec(writer.log)![1]!;
    const queue = await openBullQueue({ url: redis.url });
    const environment = { SPIKEFARM_REDIS_URL: redis.url, SPIKEFARM_WRITER_URL: writerUrl, SPIKEFARM_MODULES: MODULES };
    return new ProcessFarm(directory, redis, writer, queue, openHttpWriter({ url: writerUrl }), environment);
  }

  /** `preloaded`: a file for `node --import`. */
  async startWorker(environment: Readonly<Record<string, string>> = {}, preloaded?: string): Promise<Service> {
    const worker = service("worker", { ...this.environment, SPIKEFARM_THREADS: "1", ...environment }, preloaded);
    this.#workers.push(worker);
    await worker.start();
    return worker;
  }

  async accept(document: unknown, options: SweepOptions = {}): Promise<SweepRecord> {
    const record = sweepRecordOf(document, await sharedModules(), options);
    await this.store.putSweep(record);
    return record;
  }

  /** Resolves with the number of the attempt. */
  async claimed(task: Task, attempt = 1): Promise<void> {
    const isClaim = (event: QueueEvent) => event.kind === "claimed" && event.task === task.id && event.attempt >= attempt;
    await waitUntil(`task ${task.id} is claimed`, () => this.events.some(isClaim), DEADLINE_MS);
  }

  async outcome(task: Task): Promise<TaskOutcome> {
    const find = () => this.events.find((event) => event.kind === "settled" && event.task === task.id);
    await waitUntil(`task ${task.id} is settled`, () => find() !== undefined, DEADLINE_MS);
    return (find() as QueueEvent & { readonly kind: "settled" }).outcome;
  }

  async rows(sweep: SweepRecord): Promise<Row[]> {
    const rows: Row[] = [];
    for await (const some of this.store.rows(sweep.id)) rows.push(...some);
    return rows;
  }

  get log(): string {
    return [this.writerProcess, ...this.#workers].map(({ name, log }) => `── ${name}\n${log}`).join("\n");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.kill()));
    await this.queue.close();
    await this.store.close();
    await this.writerProcess.kill();
    await this.redis.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

function service(name: "worker" | "writer", environment: Readonly<Record<string, string>>, preloaded?: string): Service {
  return new Service({
    name,
    command: [process.execPath, ...(preloaded === undefined ? [] : ["--import", preloaded]), join(ROOT, "dist", `${name}.js`)],
    environment: { SPIKEFARM_MACHINE: "test", ...environment },
  });
}
