// One process has a data directory, and a second opening disturbs nothing.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DataEvent, openDataManager } from "@spikefarm/datamanager";
import { expect, test } from "vitest";
import { commitRange, plainPart, sweepOf } from "../contract/writer-port/sweeps.js";
import { startChild } from "./child.js";
import { temporaryDirectory } from "./temporary-directory.js";

const IN_USE = expect.objectContaining({ code: "DATA_IN_USE" });

test("a second opening in the same process is refused, and then one in another process is too", async () => {
  const { path, remove } = temporaryDirectory();
  const first = await openDataManager({ directory: path, machine: "atlas" });
  const record = sweepOf([plainPart(40)]);
  await first.putSweep(record);
  await commitRange(first, record, { from: 0, to: 20 });
  await expect(openDataManager({ directory: path, machine: "atlas" })).rejects.toEqual(IN_USE);
  await expect(openDataManager({ directory: join(path, "..", path.split("/").at(-1)!), machine: "atlas" })).rejects.toEqual(IN_USE);
  const other = startChild(path, "", "hold");
  expect(await other.says("refused")).toContain(`DATA_IN_USE`);
  expect(other.lines.join()).toContain(`process ${process.pid} on atlas`);
  await other.ended();
  await commitRange(first, record, { from: 20, to: 40 });
  expect(await first.digest(record.id)).toMatch(/^[0-9a-f]{64}$/);
  await first.close();
  const again = await openDataManager({ directory: path, machine: "atlas" });
  expect(await again.counts(record.id)).toMatchObject({ ok: 40 });
  await again.close();
  remove();
});

test("a directory that another process holds is refused until that process is killed; its lock is then taken over", async () => {
  const { path, remove } = temporaryDirectory();
  const holder = startChild(path, "", "hold");
  await holder.says("open");
  await expect(openDataManager({ directory: path, machine: "atlas" })).rejects.toEqual(IN_USE);
  holder.process.kill("SIGKILL");
  await holder.ended();
  const events: DataEvent[] = [];
  const next = await openDataManager({ directory: path, machine: "atlas", log: (event) => events.push(event) });
  expect(events).toEqual([expect.objectContaining({ code: "DATA_IN_USE", details: expect.objectContaining({ pid: holder.process.pid }) })]);
  await next.close();
  remove();
});

test("a lock that names a living process which is not the one that took it is stale", async () => {
  const { path, remove } = temporaryDirectory();
  const data = await openDataManager({ directory: path, machine: "atlas" });
  const lock = JSON.parse(readFileSync(join(path, "lock"), "utf8")) as object;
  await data.close();
  const stranger = spawn("sleep", ["60"]);
  await once(stranger, "spawn");
  writeFileSync(join(path, "lock"), JSON.stringify({ ...lock, pid: stranger.pid }));
  await (await openDataManager({ directory: path, machine: "atlas" })).close();
  stranger.kill();
  remove();
});

test("where the lock file cannot judge (another container's process), LevelDB's own lock refuses", async () => {
  const { path, remove } = temporaryDirectory();
  const holder = startChild(path, "", "hold");
  await holder.says("open");
  const lock = JSON.parse(readFileSync(join(path, "lock"), "utf8")) as object;
  writeFileSync(join(path, "lock"), JSON.stringify({ ...lock, namespace: "pid:[1]" }));
  await expect(openDataManager({ directory: path, machine: "atlas" })).rejects.toEqual(IN_USE);
  holder.process.stdin?.end();
  await holder.ended();
  expect(holder.process.exitCode).toBe(0);
  remove();
});
