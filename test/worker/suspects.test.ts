import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeSweepId } from "@spikefarm/protocol";
import { openSuspects } from "@spikefarm/worker";
import { expect, onTestFinished, test } from "vitest";
import { taskOf } from "./farm.js";

const sweep = makeSweepId(0, 0);
const task = (from: number, to: number, part = 0) => taskOf(sweep, part, from, to);

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), "spikefarm-suspects-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test("IDENTITY 14: tasks that ran when the process died are suspects of the next one, whatever way the trials are cut", async () => {
  const path = directory();
  const before = await openSuspects(path);
  await before.begin(task(0, 8));
  await before.begin(task(8, 16));
  await before.end(task(0, 8), { isDelivered: true });
  expect(before.isSuspect(task(8, 16))).toBe(false);

  const after = await openSuspects(path);
  expect([task(0, 8), task(6, 9), task(15, 20), task(16, 24), task(8, 16, 1)].map((each) => after.isSuspect(each))).toEqual([
    false,
    true,
    true,
    false,
    false,
  ]);
});

test("a suspect stays one until all its trials are delivered, through further deaths", async () => {
  const path = directory();
  await (await openSuspects(path)).begin(task(0, 10));
  const second = await openSuspects(path);
  await Promise.all([task(0, 3), task(5, 7)].map((each) => second.begin(each)));
  await Promise.all([task(0, 3), task(5, 7)].map((each) => second.end(each, { isDelivered: true })));

  const third = await openSuspects(path);
  expect([task(0, 3), task(3, 5), task(5, 7), task(7, 10)].map((each) => third.isSuspect(each))).toEqual([false, true, false, true]);
  await third.begin(task(3, 10));
  await third.end(task(3, 10), { isDelivered: true });
  expect(readdirSync(path)).toEqual([]);
});

test("a task that was given up is no suspect, unless it was one before", async () => {
  const path = directory();
  await (await openSuspects(path)).begin(task(0, 4));
  const second = await openSuspects(path);
  for (const each of [task(0, 4), task(4, 8)]) {
    await second.begin(each);
    await second.end(each, { isDelivered: false });
  }
  expect(readdirSync(path)).toEqual([task(0, 4).id]);
});
