// A farm without a coordinator, for tests of the worker: the real queue, store and threads, and the few lines that turn a document into
// tasks.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openDataManager } from "@spikefarm/datamanager";
import {
  CodedError,
  DiagnosticList,
  formatDiagnostic,
  makeSweepId,
  NUMERICS_VERSION,
  type Row,
  type SizedPart,
  type SweepId,
  type SweepRecord,
  type Task,
  type TaskOutcome,
  taskIdOf,
  trialCount,
  type WriterPort,
} from "@spikefarm/protocol";
import { createMemoryQueue, type QueueEvent, type TaskQueue } from "@spikefarm/queue";
import { checkDocument, cutTasks, planSweep } from "@spikefarm/sweep";
import { createWorker, type ModuleRegistry, type NativeSettings, openModules, type Worker } from "@spikefarm/worker";
import { afterAll, vi } from "vitest";

export const MODULES = fileURLToPath(new URL("modules", import.meta.url));
const DEADLINE_MS = 60_000;
const CLOSE_GRACE_MS = 10_000;

export interface FarmOptions {
  readonly threads: number;
  readonly maxLanes?: number;
  /** Claims every task was given before this worker came. */
  readonly lostClaims?: number;
  readonly hasColleagues?: boolean;
  readonly memoryLimitBytes?: number;
  readonly native?: NativeSettings;
  /** Stands between the worker and the store. */
  readonly writer?: (store: WriterPort) => WriterPort;
}

export interface SweepOptions {
  readonly granuleSize?: number;
  readonly taskTrials?: number;
  /** Written over the record that is put in the store. */
  readonly record?: Partial<SweepRecord>;
}

export class Farm {
  readonly events: QueueEvent[] = [];

  private constructor(
    readonly directory: string,
    readonly queue: TaskQueue,
    readonly store: WriterPort,
    readonly modules: ModuleRegistry,
    readonly worker: Worker,
    /** What the worker logged. */
    readonly warnings: readonly string[],
  ) {
    queue.listen((event) => this.events.push(event));
  }

  static async open({ threads, lostClaims = 0, writer = (store) => store, ...workerOptions }: FarmOptions): Promise<Farm> {
    const directory = await mkdtemp(join(tmpdir(), "spikefarm-worker-"));
    const queue = createMemoryQueue();
    const store = await openDataManager({ directory: join(directory, "data"), machine: "test" });
    const modules = await sharedModules();
    const warnings: string[] = [];
    const log = { warn: (details: object, message: string) => void warnings.push(`${message} ${JSON.stringify(details)}`) };
    const worker = createWorker({
      queue: withClaims(queue, lostClaims),
      writer: writer(store),
      threads,
      modules,
      machine: "test",
      log,
      ...workerOptions,
    });
    return new Farm(directory, queue, store, modules, worker, warnings);
  }

  /** Puts the sweep of a document in the store, without any task. */
  async accept(document: unknown, options: SweepOptions = {}): Promise<SweepRecord> {
    const record = sweepRecordOf(document, this.modules, options);
    await this.store.putSweep(record);
    return record;
  }

  /** Runs a document to its end: each part's probe first where it needs one, then everything else. */
  async run(document: unknown, options: SweepOptions = {}): Promise<SweepRecord> {
    const record = await this.accept(document, options);
    for (const [partIndex, part] of record.parts.entries()) {
      let from = 0;
      if (part.granuleSize === null) {
        await this.settle([taskOf(record.id, partIndex, 0, 1)]);
        from = 1;
      }
      const sized = (await this.store.getSweep(record.id))!.parts[partIndex] as SizedPart;
      const range = { from, to: trialCount(part) };
      const tasks = [...cutTasks(record.id, partIndex, sized, range, options.taskTrials ?? range.to)];
      for (const outcome of await this.settle(tasks)) {
        if (outcome.kind === "failed") throw new CodedError(outcome.code, outcome.message);
      }
    }
    return record;
  }

  /** Enqueues tasks and waits until each is settled. */
  async settle(tasks: readonly Task[]): Promise<TaskOutcome[]> {
    const before = this.events.length;
    await this.queue.enqueue(tasks);
    return await this.outcomes(tasks, before);
  }

  /** The outcomes of these tasks, once all are settled, in their order. */
  async outcomes(tasks: readonly Task[], since = 0): Promise<TaskOutcome[]> {
    const settled = new Map<string, TaskOutcome>();
    await vi.waitFor(
      () => {
        for (const event of this.events.slice(since)) if (event.kind === "settled") settled.set(event.task, event.outcome);
        for (const { id } of tasks) if (!settled.has(id)) throw new Error(`task ${id} is not settled`);
      },
      { timeout: DEADLINE_MS, interval: 5 },
    );
    return tasks.map(({ id }) => settled.get(id)!);
  }

  async rows(sweep: SweepRecord): Promise<Row[]> {
    const rows: Row[] = [];
    for await (const some of this.store.rows(sweep.id)) rows.push(...some);
    return rows;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.worker.close(CLOSE_GRACE_MS);
    await this.queue.close();
    await this.store.close();
    await rm(this.directory, { recursive: true, force: true });
  }
}

let sweepsMade = 0;

export function sweepRecordOf(document: unknown, modules: ModuleRegistry, options: SweepOptions = {}): SweepRecord {
  const diagnostics = new DiagnosticList();
  const checked = checkDocument(document, { modules: (name) => modules.schema(name) }, diagnostics);
  if (checked === undefined) throw new Error(diagnostics.items.map(formatDiagnostic).join("\n"));
  const plan = planSweep(checked, options.granuleSize === undefined ? {} : { granuleSize: options.granuleSize });
  const { task } = checked;
  return {
    id: makeSweepId(Date.now() + sweepsMade++, 0),
    name: checked.name,
    createdAt: new Date().toISOString(),
    owner: "test",
    state: "running",
    document: checked.canonical,
    documentHash: checked.hash,
    kind: task.kind,
    ...(task.kind === "module" && { module: { name: task.name, hash: task.hash } }),
    numericsVersion: NUMERICS_VERSION,
    parts: plan.parts,
    parameters: plan.parameters,
    outputs: plan.outputs,
    ...options.record,
  };
}

/** The queue as it looks to a worker that comes late. */
function withClaims(queue: TaskQueue, lostClaims: number): TaskQueue {
  return {
    enqueue: (tasks) => queue.enqueue(tasks),
    cancel: (sweep) => queue.cancel(sweep),
    pending: (sweep) => queue.pending(sweep),
    listen: (listener) => queue.listen(listener),
    close: () => queue.close(),
    consume: (handler, options) => queue.consume((task, context) => handler(task, { ...context, lostClaims }), options),
  };
}

export function taskOf(sweep: SweepId, part: number, from: number, to: number): Task {
  return { id: taskIdOf({ sweep, part, from, to }), sweep, part, from, to };
}

/** A sweep of a module over its parameter x. */
export const moduleDocument = (module: string, xs: readonly number[], sweep: Readonly<Record<string, unknown>> = {}): unknown => ({
  module,
  sweep: { space: { x: [...xs] }, ...sweep },
});

// Bundled once for all farms of a test file.
let bundles: { readonly directory: string; readonly modules: Promise<ModuleRegistry> } | undefined;
export async function sharedModules(): Promise<ModuleRegistry> {
  if (bundles === undefined) {
    const directory = await mkdtemp(join(tmpdir(), "spikefarm-bundles-"));
    bundles = { directory, modules: openModules(MODULES, directory) };
  }
  return await bundles.modules;
}
afterAll(async () => {
  if (bundles !== undefined) await rm(bundles.directory, { recursive: true, force: true });
});
