// The scheduler of a sweep, driven by a tiny model of the world: a set of committed trials and a queue that may lose tasks.

import { type SweepCoreState, type SweepEffect, type SweepEvent, step, UNSTARTED } from "@spikefarm/coordinator";
import { makeSweepId, type PartRecord, type SweepRecord, type Task, type TaskOutcome, type TrialRange } from "@spikefarm/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const LIMITS = { windowTasks: 4, taskGranules: 2, taskAttempts: 3, maxFailures: Number.POSITIVE_INFINITY };
/** What a probe settles here. */
const SETTLED_SIZE = 8;

function partOf(points: number, granuleSize: number | null): PartRecord {
  return { space: {}, firstPoint: 0, points, firstRepeat: 0, repeats: 1, axes: [{ length: points, isStructural: false }], granuleSize };
}

function recordOf(parts: readonly PartRecord[], kind: "model" | "module" = "model"): SweepRecord {
  return {
    id: makeSweepId(1_800_000_000_000, 0.5),
    name: "",
    createdAt: "2027-01-15T08:00:00Z",
    owner: "test",
    state: "queued",
    document: "{}",
    documentHash: "",
    kind,
    numericsVersion: 1,
    parts,
    parameters: [],
    outputs: [],
  };
}

/** A store and a queue: `run` plays the sweep until it ends or `maxSteps` events have passed. */
class World {
  readonly committed: Set<number>[];
  readonly delivered: Task[] = [];
  readonly outcomes: SweepEffect[] = [];
  readonly record: SweepRecord;
  state: SweepCoreState = UNSTARTED;
  #queue: Task[] = [];
  #events: SweepEvent[] = [];
  mostOut = 0;

  constructor(
    parts: readonly PartRecord[],
    readonly settle: (task: Task, nth: number) => TaskOutcome | "commit",
  ) {
    this.record = recordOf(parts);
    this.committed = parts.map(() => new Set());
  }

  run(limits = LIMITS, maxSteps = 20_000): this {
    const total = this.record.parts.reduce((sum, part) => sum + part.points, 0);
    const counts = { total, ok: 0, failed: 0, skipped: 0, pending: total };
    this.#events.push({ kind: "started", record: this.record, counts, limits });
    for (let count = 0; count < maxSteps && this.outcomes.length === 0; count++) {
      const event = this.#events.shift() ?? this.#runTask();
      if (event === undefined) throw new Error("the sweep waits for something that will never come");
      const next = step(this.state, event);
      this.state = next.state;
      if (this.state.kind === "running") this.mostOut = Math.max(this.mostOut, this.state.out.size);
      for (const effect of next.effects) this.#carryOut(effect);
    }
    return this;
  }

  #carryOut(effect: SweepEffect): void {
    if (effect.kind === "survey") {
      const ranges = this.#missing(effect.part, effect.from).slice(0, effect.limit);
      this.#events.push({ kind: "surveyed", part: effect.part, ranges, isLast: ranges.length < effect.limit });
    } else if (effect.kind === "enqueue") this.#queue.push(...effect.tasks);
    else if (effect.kind === "end") this.outcomes.push(effect);
    else this.#queue = [];
  }

  #runTask(): SweepEvent | undefined {
    const task = this.#queue.shift();
    if (task === undefined) return undefined;
    const verdict = this.settle(task, this.delivered.length);
    this.delivered.push(task);
    if (verdict !== "commit") return { kind: "task-settled", task: task.id, outcome: verdict };
    for (let trial = task.from; trial < task.to; trial++) this.committed[task.part]?.add(trial);
    const granuleSize = this.record.parts[task.part]?.granuleSize ?? SETTLED_SIZE;
    return { kind: "task-settled", task: task.id, outcome: { kind: "delivered", ok: task.to - task.from, failed: 0, granuleSize } };
  }

  #missing(part: number, from: number): TrialRange[] {
    const ranges: TrialRange[] = [];
    const points = this.record.parts[part]?.points ?? 0;
    for (let trial = from; trial < points; trial++) {
      if (this.committed[part]?.has(trial)) continue;
      const last = ranges.at(-1);
      if (last?.to === trial) ranges[ranges.length - 1] = { from: last.from, to: trial + 1 };
      else ranges.push({ from: trial, to: trial + 1 });
    }
    return ranges;
  }
}

describe("the scheduler of a sweep", () => {
  test("a task that keeps failing halts the sweep after its attempts, and the others stand", () => {
    const world = new World([partOf(40, 4)], (task) =>
      task.from === 8 ? { kind: "failed", code: "X_BROKEN", message: "broken" } : "commit",
    ).run();
    expect(world.outcomes).toEqual([{ kind: "end", outcome: { kind: "halted", code: "X_BROKEN", message: "broken" } }]);
    expect(world.delivered.filter((task) => task.from === 8)).toHaveLength(LIMITS.taskAttempts);
  });

  test("a full disk halts the sweep at once", () => {
    const world = new World([partOf(40, 4)], () => ({ kind: "failed", code: "DATA_DISK_FULL", message: "full" })).run();
    expect(world.delivered).toHaveLength(1);
    expect(world.outcomes).toEqual([{ kind: "end", outcome: { kind: "halted", code: "DATA_DISK_FULL", message: "full" } }]);
  });

  test("more failed trials than max_failures end the sweep as failed", () => {
    const settle = (task: Task): TaskOutcome => ({ kind: "delivered", ok: 0, failed: task.to - task.from, granuleSize: 4 });
    const world = new World([partOf(400, 4)], settle).run({ ...LIMITS, maxFailures: 20 });
    expect(world.outcomes).toMatchObject([{ outcome: { kind: "failed", code: "SWEEP_TOO_MANY_FAILURES" } }]);
    expect(world.delivered.length).toBeLessThan(20);
  });

  test("tasks that say they delivered but stored nothing halt the sweep instead of going round for ever", () => {
    const world = new World([partOf(4, 4)], () => ({ kind: "delivered", ok: 0, failed: 0, granuleSize: 4 })).run();
    expect(world.outcomes).toMatchObject([{ outcome: { kind: "halted", code: "SWEEP_STALLED" } }]);
  });

  test("a part without a granule size is probed by its first trial alone, then surveyed anew", () => {
    const world = new World([partOf(30, null), partOf(10, null)], () => "commit").run();
    const ranges = world.delivered.map(({ part, from, to }) => [part, from, to]);
    expect(ranges[0]).toEqual([0, 0, 1]);
    expect(ranges).toContainEqual([1, 0, 1]);
    expect(ranges.filter(([, from]) => from === 0)).toHaveLength(2);
    expect(world.committed.map((trials) => trials.size)).toEqual([30, 10]);
    expect(world.outcomes).toEqual([{ kind: "end", outcome: { kind: "complete" } }]);
  });

  test("a new sweep of 10⁹ points asks nothing, one that is resumed asks for one survey, and both fill the window, no more", () => {
    const record = recordOf([partOf(1e9, 4096)]);
    const counts = { total: 1e9, ok: 0, failed: 0, skipped: 0, pending: 1e9 };
    const firstTasks = { kind: "enqueue", tasks: [{ from: 0, to: 8192 }, { from: 8192 }, { from: 16384 }, { from: 24576 }] };
    expect(step(UNSTARTED, { kind: "started", record, counts, limits: LIMITS }).effects).toMatchObject([firstTasks]);
    const resumed = step(UNSTARTED, { kind: "started", record, counts: { ...counts, ok: 1, pending: 1e9 - 1 }, limits: LIMITS });
    expect(resumed.effects).toEqual([{ kind: "survey", part: 0, from: 0, limit: 256 }]);
    const filled = step(resumed.state, { kind: "surveyed", part: 0, ranges: [{ from: 0, to: 1e9 }], isLast: true });
    expect(filled.effects).toMatchObject([firstTasks]);
  });

  test("nothing happens after the end: late settlements and surveys are ignored", () => {
    const world = new World([partOf(8, 4)], () => "commit").run();
    const late = step(world.state, { kind: "surveyed", part: 0, ranges: [{ from: 0, to: 8 }], isLast: true });
    expect(late).toEqual({ state: world.state, effects: [] });
  });

  test("whatever tasks are lost, released or fail once, every trial is committed, and never more tasks are out than the window holds", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ points: fc.integer({ min: 1, max: 90 }), granule: fc.integer({ min: 1, max: 16 }) }), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.array(fc.constantFrom("commit", "released", "failed", "lost" as const), { maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        (parts, verdicts, taskGranules) => {
          const failed = new Set<string>();
          const world = new World(
            parts.map(({ points, granule }) => partOf(points, granule)),
            (task, nth) => {
              const verdict = verdicts[nth] ?? "commit";
              if (verdict === "released") return { kind: "released" };
              if (verdict === "lost") return nth % 2 === 0 ? "commit" : { kind: "released" };
              if (verdict === "failed" && !failed.has(task.id)) {
                failed.add(task.id);
                return { kind: "failed", code: "X_ONCE", message: "once" };
              }
              return "commit";
            },
          ).run({ ...LIMITS, taskGranules });
          expect(world.outcomes).toEqual([{ kind: "end", outcome: { kind: "complete" } }]);
          expect(world.committed.map((trials) => trials.size)).toEqual(parts.map(({ points }) => points));
          expect(world.mostOut).toBeLessThanOrEqual(LIMITS.windowTasks);
        },
      ),
    );
  });
});
