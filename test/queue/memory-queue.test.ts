import { makeSweepId, type Task, taskIdOf } from "@spikefarm/protocol";
import { createMemoryQueue } from "@spikefarm/queue";
import fc from "fast-check";
import { expect, test, vi } from "vitest";

const SWEEPS = [makeSweepId(0, 0), makeSweepId(1, 0)] as const;

test("any mixture of enqueueing and cancelling claims what is left, in order, once", async () => {
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant("enqueue" as const), sweep: fc.nat(1), from: fc.nat(3000), count: fc.nat(1500) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("cancel" as const), sweep: fc.nat(1) }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const queue = createMemoryQueue();
      let expected: string[] = [];
      for (const action of steps) {
        const sweep = SWEEPS[action.sweep]!;
        if (action.kind === "cancel") {
          await queue.cancel(sweep);
          expected = expected.filter((id) => !id.startsWith(sweep));
        } else {
          const tasks = Array.from({ length: action.count }, (_, index) => taskAt(sweep, action.from + index));
          await queue.enqueue(tasks);
          expected = [...new Set([...expected, ...tasks.map(({ id }) => id)])];
        }
      }
      const claimed: string[] = [];
      queue.consume(
        async (task) => {
          claimed.push(task.id);
          return { kind: "delivered", ok: 1, failed: 0, granuleSize: 1 };
        },
        { concurrency: 50 },
      );
      await vi.waitFor(() => expect(claimed.length).toBe(expected.length), { timeout: 5000, interval: 1 });
      await queue.close();
      expect(claimed).toEqual(expected);
    }),
    { numRuns: 15 },
  );
});

function taskAt(sweep: Task["sweep"], from: number): Task {
  const range = { sweep, part: 0, from, to: from + 1 };
  return { id: taskIdOf(range), ...range };
}
