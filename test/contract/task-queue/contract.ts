// What every TaskQueue keeps, whatever carries it. Nothing here rests on being in one process: handlers are held open by promises,
// and every expectation waits for a condition with a deadline.

import { makeSweepId, type SweepId, type Task, type TaskOutcome, taskIdOf } from "@spikefarm/protocol";
import type { Consumer, QueueEvent, TaskHandler, TaskQueue } from "@spikefarm/queue";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

export interface ContractOptions {
  /** No-op tasks that must not starve the event loop. */
  readonly manyTasks: number;
}

const DEADLINE_MS = 10_000;
const LONG_GRACE_MS = 60_000;
const DELIVERED: TaskOutcome = { kind: "delivered", ok: 1, failed: 0, granuleSize: 1 };
const RELEASED: TaskOutcome = { kind: "released" };

export function taskQueueContract(name: string, open: () => Promise<TaskQueue>, { manyTasks }: ContractOptions): void {
  describe(`task queue "${name}"`, () => {
    let queue: TaskQueue;
    let events: QueueEvent[];
    let sweep: SweepId;
    beforeEach(async () => {
      queue = await open();
      events = [];
      queue.listen((event) => events.push(event));
      sweep = newSweep();
    });
    afterEach(() => queue.close());

    test("a handler that throws settles its task as failed", async () => {
      queue.consume(() => Promise.reject(new Error("no such kernel")), { concurrency: 1 });
      await queue.enqueue(tasksOf(sweep, 1));
      await eventually(() => expect(outcomes(events)).toEqual([expect.objectContaining({ kind: "failed", message: "no such kernel" })]));
      expect((await queue.pending(sweep)).size).toBe(0);
    });

    test("a handler that throws after its task was cancelled has released it", async () => {
      const claims = new HeldClaims();
      queue.consume((task, context) => claims.hold(task, context).then(() => Promise.reject(new Error("stopped"))), { concurrency: 1 });
      await queue.enqueue(tasksOf(sweep, 1));
      await claims.reach(1);
      await queue.cancel(sweep);
      await eventually(() => expect(claims.at(0).signal.aborted).toBe(true));
      claims.at(0).settle(DELIVERED);
      await eventually(() => expect(outcomes(events)).toEqual([RELEASED]));
    });

    test("tasks are claimed first in, first out", async () => {
      const order: number[] = [];
      await queue.enqueue(tasksOf(sweep, 20));
      await queue.enqueue(tasksOf(sweep, 30).slice(20));
      queue.consume(recording(order), { concurrency: 1 });
      await eventually(() => expect(order).toEqual(numbersTo(30)));
    });

    test("a task whose id is waiting or active is ignored, and accepted again once settled", async () => {
      const claims = new HeldClaims();
      const [task] = tasksOf(sweep, 1) as [Task];
      await queue.enqueue([task, task]);
      queue.consume(claims.handler, { concurrency: 2 });
      await claims.reach(1);
      await queue.enqueue([task]);
      expect(await queue.pending(sweep)).toEqual(new Set([task.id]));
      claims.at(0).settle(DELIVERED);
      await eventually(() => expect(outcomes(events)).toEqual([DELIVERED]));
      expect(claims.count).toBe(1);

      await queue.enqueue([task]);
      await claims.reach(2);
      claims.at(1).settle(DELIVERED);
      await eventually(() => expect(outcomes(events)).toEqual([DELIVERED, DELIVERED]));
    });

    test("attempts begin at 1 and grow with every claim of a released task; none of them is lost", async () => {
      const attempts: number[] = [];
      queue.consume(
        async (_task, { attempt, lostClaims }) => {
          attempts.push(attempt);
          expect(lostClaims).toBe(0);
          return attempt < 3 ? RELEASED : DELIVERED;
        },
        { concurrency: 1 },
      );
      await queue.enqueue(tasksOf(sweep, 1));
      await eventually(() => expect(outcomes(events)).toEqual([DELIVERED]));
      expect(attempts).toEqual([1, 2, 3]);
    });

    test("a task that is released to rest is pending, lets others go first, and comes back", async () => {
      const order: number[] = [];
      await queue.enqueue(tasksOf(sweep, 3));
      const rest: TaskOutcome = { kind: "released", pauseMs: 300 };
      queue.consume(
        async (task, { attempt }) => {
          order.push(task.from);
          return task.from === 0 && attempt === 1 ? rest : DELIVERED;
        },
        { concurrency: 1 },
      );
      await eventually(() => expect(outcomes(events)).toEqual([DELIVERED, DELIVERED]));
      expect((await queue.pending(sweep)).size).toBe(1);
      await eventually(() => expect(outcomes(events)).toEqual([DELIVERED, DELIVERED, DELIVERED]));
      expect(order).toEqual([0, 1, 2, 0]);
    });

    test("a task that rests is dropped with its sweep", async () => {
      const claims = new HeldClaims();
      await queue.enqueue(tasksOf(sweep, 1));
      queue.consume(claims.handler, { concurrency: 1 });
      await claims.reach(1);
      claims.at(0).settle({ kind: "released", pauseMs: 60_000 });
      await queue.enqueue([{ ...tasksOf(sweep, 2)[1]! }]);
      await claims.reach(2); // by now the first one rests
      await queue.cancel(sweep);
      claims.at(1).settle(RELEASED);
      expect((await queue.pending(sweep)).has(tasksOf(sweep, 1)[0]!.id)).toBe(false);
    });

    test("a sweep that was cancelled may be enqueued again", async () => {
      const claims = new HeldClaims();
      const tasks = tasksOf(sweep, 2);
      await queue.enqueue(tasks);
      await queue.cancel(sweep);
      await queue.enqueue(tasks);
      queue.consume(claims.handler, { concurrency: 1 });
      for (const index of [0, 1]) {
        await claims.reach(index + 1);
        expect(claims.at(index).signal.aborted).toBe(false);
        claims.at(index).settle(DELIVERED);
      }
      await eventually(() => expect(outcomes(events)).toEqual([DELIVERED, DELIVERED]));
    });

    test("no more than `concurrency` tasks are active at a time, and that many are", async () => {
      const claims = new HeldClaims();
      await queue.enqueue(tasksOf(sweep, 7));
      queue.consume(claims.handler, { concurrency: 3 });
      for (let settled = 0; settled < 7; settled++) {
        const expected = Math.min(7, settled + 3);
        await claims.reach(expected);
        expect(claims.count).toBe(expected);
        claims.at(settled).settle(DELIVERED);
      }
      await eventually(() => expect(outcomes(events)).toHaveLength(7));
    });

    test("cancel drops the sweep's waiting tasks, aborts its active ones and leaves other sweeps alone", async () => {
      const other = newSweep();
      const claims = new HeldClaims();
      await queue.enqueue([...tasksOf(sweep, 3), ...tasksOf(other, 1)]);
      queue.consume(claims.handler, { concurrency: 1 });
      await claims.reach(1);
      await queue.cancel(sweep);
      await eventually(() => expect(claims.at(0).signal.aborted).toBe(true));
      claims.at(0).settle(RELEASED);

      await claims.reach(2);
      expect(claims.at(1).task.sweep).toBe(other);
      expect(claims.at(1).signal.aborted).toBe(false);
      expect((await queue.pending(sweep)).size).toBe(0);
      claims.at(1).settle(DELIVERED);
      await eventually(() => expect(outcomes(events)).toEqual([RELEASED, DELIVERED]));
    });

    test("pending names what waits or is active, of that sweep only", async () => {
      const other = newSweep();
      const claims = new HeldClaims();
      const tasks = tasksOf(sweep, 3);
      await queue.enqueue([...tasks, ...tasksOf(other, 2)]);
      expect(await queue.pending(sweep)).toEqual(new Set(tasks.map(({ id }) => id)));
      queue.consume(claims.handler, { concurrency: 1 });
      await claims.reach(1);
      claims.at(0).settle(DELIVERED);
      await claims.reach(2);
      expect(await queue.pending(sweep)).toEqual(new Set(tasks.slice(1).map(({ id }) => id)));
    });

    test("listeners hear claimed, then progress, then settled, until they stop listening", async () => {
      const silent: QueueEvent[] = [];
      queue.listen((event) => silent.push(event))();
      const claims = new HeldClaims();
      queue.consume(claims.handler, { concurrency: 1 });
      const [task] = tasksOf(sweep, 1) as [Task];
      await queue.enqueue([task]);
      await claims.reach(1);
      claims.at(0).report(0.25);
      await eventually(() => expect(events).toHaveLength(2));
      claims.at(0).settle(DELIVERED);
      await eventually(() => expect(outcomes(events)).toHaveLength(1));
      expect(events).toEqual([
        { kind: "claimed", task: task.id, sweep, attempt: 1 },
        { kind: "progress", progress: { task: task.id, sweep, trialsDone: 0.25 } },
        { kind: "settled", task: task.id, sweep, outcome: DELIVERED },
      ]);
      expect(silent).toEqual([]);
    });

    test("the last report of a task that goes on is heard", async () => {
      const claims = new HeldClaims();
      queue.consume(claims.handler, { concurrency: 1 });
      await queue.enqueue(tasksOf(sweep, 1));
      await claims.reach(1);
      for (let report = 1; report <= 100; report++) claims.at(0).report(report / 100);
      await eventually(() => expect(events.at(-1)).toMatchObject({ kind: "progress", progress: { trialsDone: 1 } }));
      claims.at(0).settle(DELIVERED);
    });

    test("a consumer that closes with grace lets its active task finish and claims no more", async () => {
      const claims = new HeldClaims();
      await queue.enqueue(tasksOf(sweep, 2));
      const consumer = queue.consume(claims.handler, { concurrency: 1 });
      await claims.reach(1);
      const closed = consumer.close(LONG_GRACE_MS);
      claims.at(0).settle(DELIVERED);
      await withinDeadline(closed);
      expect(claims.at(0).signal.aborted).toBe(false);
      await eventually(() => expect(outcomes(events)).toEqual([DELIVERED]));
      expect(claims.count).toBe(1);
      expect((await queue.pending(sweep)).size).toBe(1);
    });

    test("a consumer that closes without grace aborts its task, which goes to another consumer", async () => {
      const claims = new HeldClaims();
      await queue.enqueue(tasksOf(sweep, 1));
      const consumer = queue.consume(claims.handler, { concurrency: 1 });
      await claims.reach(1);
      await withinDeadline(consumer.close(0));
      expect(claims.at(0).signal.aborted).toBe(true);
      expect((await queue.pending(sweep)).size).toBe(1);

      queue.consume(claims.handler, { concurrency: 1 });
      await claims.reach(2);
      expect(claims.at(1).attempt).toBe(2);
      claims.at(0).settle({ kind: "failed", code: "LATE", message: "from the claim that was given up" });
      claims.at(1).settle(DELIVERED);
      await eventually(() => expect(outcomes(events)).toEqual([DELIVERED]));
    });

    test("a consumer that closes with grace, then without, gives its task back at once", async () => {
      const claims = new HeldClaims();
      await queue.enqueue(tasksOf(sweep, 1));
      const consumer = queue.consume(claims.handler, { concurrency: 1 });
      await claims.reach(1);
      const closed = consumer.close(LONG_GRACE_MS);
      await withinDeadline(consumer.close(0));
      await withinDeadline(closed);
      expect(claims.at(0).signal.aborted).toBe(true);
      queue.consume(claims.handler, { concurrency: 1 });
      await claims.reach(2);
    });

    test("a task released while its consumer closes waits for another one", async () => {
      const claims = new HeldClaims();
      await queue.enqueue(tasksOf(sweep, 1));
      const consumer = queue.consume(claims.handler, { concurrency: 1 });
      await claims.reach(1);
      const closed = consumer.close(LONG_GRACE_MS);
      claims.at(0).settle(RELEASED);
      await withinDeadline(closed);
      expect(claims.count).toBe(1);
      queue.consume(claims.handler, { concurrency: 1 });
      await claims.reach(2);
      claims.at(1).settle(DELIVERED);
      await eventually(() => expect(outcomes(events)).toEqual([DELIVERED]));
    });

    test("many consumers share the tasks, and each task is run once", async () => {
      const order: number[] = [];
      const consumers: Consumer[] = [];
      for (let index = 0; index < 5; index++) consumers.push(queue.consume(recording(order), { concurrency: 2 }));
      await queue.enqueue(tasksOf(sweep, 200));
      await eventually(() => expect(outcomes(events)).toHaveLength(200));
      expect(order.toSorted((a, b) => a - b)).toEqual(numbersTo(200));
      await Promise.all(consumers.map((consumer) => consumer.close(LONG_GRACE_MS)));
    });

    test("timers keep firing while many tasks that do nothing pass through", async () => {
      let settledCount = 0;
      const settledAtTicks: number[] = [];
      queue.listen((event) => {
        if (event.kind === "settled") settledCount++;
      });
      const timer = setInterval(() => settledAtTicks.push(settledCount), 1);
      await queue.enqueue(tasksOf(sweep, manyTasks));
      queue.consume(async () => DELIVERED, { concurrency: 8 });
      await eventually(() => expect(settledCount).toBe(manyTasks));
      clearInterval(timer);
      const ticksMeanwhile = settledAtTicks.filter((count) => count > 0 && count < manyTasks);
      expect(ticksMeanwhile.length).toBeGreaterThan(3);
    });

    test("a closed queue takes no more tasks", async () => {
      await queue.close();
      await expect(queue.enqueue(tasksOf(sweep, 1))).rejects.toMatchObject({ code: "QUEUE_CLOSED" });
    });

    test("closing the queue aborts what is active, and may be repeated", async () => {
      const claims = new HeldClaims();
      await queue.enqueue(tasksOf(sweep, 1));
      queue.consume(claims.handler, { concurrency: 1 });
      await claims.reach(1);
      await withinDeadline(queue.close());
      expect(claims.at(0).signal.aborted).toBe(true);
      await withinDeadline(queue.close());
    });
  });
}

type Context = Parameters<TaskHandler>[1];
type HeldClaim = Context & { readonly task: Task; settle(outcome: TaskOutcome): void };

/** A handler whose claims stay active until the test settles them. */
class HeldClaims {
  readonly #claims: HeldClaim[] = [];
  readonly handler: TaskHandler = (task, context) => this.hold(task, context);

  get count(): number {
    return this.#claims.length;
  }
  hold(task: Task, { attempt, lostClaims, signal, report }: Context): Promise<TaskOutcome> {
    return new Promise((settle) => this.#claims.push({ task, attempt, lostClaims, signal, report, settle }));
  }
  at(index: number): HeldClaim {
    return this.#claims[index]!;
  }
  reach(count: number): Promise<void> {
    return eventually(() => expect(this.count).toBeGreaterThanOrEqual(count));
  }
}

function recording(order: number[]): TaskHandler {
  return async (task) => {
    order.push(task.from);
    return DELIVERED;
  };
}

let sweepsMade = 0;
const newSweep = (): SweepId => makeSweepId(Date.now() + sweepsMade++, 0);

function tasksOf(sweep: SweepId, count: number): Task[] {
  return numbersTo(count).map((from) => {
    const range = { sweep, part: 0, from, to: from + 1 };
    return { id: taskIdOf(range), ...range };
  });
}

const numbersTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

const outcomes = (events: readonly QueueEvent[]): TaskOutcome[] =>
  events.flatMap((event) => (event.kind === "settled" ? [event.outcome] : []));

async function eventually(check: () => void): Promise<void> {
  await vi.waitFor(check, { timeout: DEADLINE_MS, interval: 1 });
}

const withinDeadline = <Value>(promise: Promise<Value>): Promise<Value> =>
  Promise.race([promise, new Promise<never>((_, reject) => setTimeout(() => reject(new Error("deadline passed")), DEADLINE_MS).unref())]);
