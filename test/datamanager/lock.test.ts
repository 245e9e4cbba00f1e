// One process has the data directory; the others hear who.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { announceUrl, findHolderUrl, openDataManager } from "@spikefarm/datamanager";
import { expect, onTestFinished, test } from "vitest";
import { makeDirectory, openData } from "./data-directory.js";
import { makePart, makeRecord } from "./numbered-sweep.js";

const open = (directory: string) => openDataManager({ directory, machine: "atlas" });

test("a second open in the same process is refused, and the first goes on", async () => {
  const directory = await makeDirectory();
  const data = await openData(directory);
  await expect(open(join(directory, "."))).rejects.toMatchObject({
    code: "DATA_IN_USE",
    message: expect.stringContaining(`${process.pid}`),
  });
  await data.putSweep(makeRecord(1, [makePart({ points: 1 })]));
  await data.close();
  expect((await (await openData(directory)).listSweeps({ limit: 100 })).length).toBe(1);
});

test("another process is refused with the holder's number and the remedy; killed, it leaves a lock that is taken over", async () => {
  const directory = await makeDirectory();
  const holder = await holdInChild(directory);
  await expect(open(directory)).rejects.toMatchObject({
    code: "DATA_IN_USE",
    details: { pid: holder.pid },
    message: expect.stringMatching(new RegExp(`process ${holder.pid} .*--data`)),
  });
  holder.kill("SIGKILL");
  await once(holder, "exit");
  expect(JSON.parse(await readFile(join(directory, "lock"), "utf8"))).toMatchObject({ pid: holder.pid });
  const data = await openData(directory);
  expect(JSON.parse(await readFile(join(directory, "lock"), "utf8"))).toMatchObject({ pid: process.pid, machine: "atlas" });
  await data.close();
  await expect(readFile(join(directory, "lock"))).rejects.toMatchObject({ code: "ENOENT" });
});

test("a lock whose process number now belongs to another process is stale", async () => {
  const directory = await makeDirectory();
  const data = await openData(directory);
  const lock = JSON.parse(await readFile(join(directory, "lock"), "utf8"));
  await data.close();
  await writeFile(join(directory, "lock"), JSON.stringify({ ...lock, started: "1" }));
  await openData(directory);
});

test.each(["", "not JSON", "{}"])("a lock that says %j is taken over", async (text) => {
  const directory = await makeDirectory();
  await writeFile(join(directory, "lock"), text);
  await openData(directory);
});

test("a holder that cannot be judged keeps the directory by LevelDB's lock, and its own lock stays", async () => {
  const directory = await makeDirectory();
  const holder = await holdInChild(directory);
  const path = join(directory, "lock");
  const lock = { ...JSON.parse(await readFile(path, "utf8")), namespace: "pid:[1]" };
  await writeFile(path, JSON.stringify(lock));
  await expect(open(directory)).rejects.toMatchObject({ code: "DATA_IN_USE" });
  expect(JSON.parse(await readFile(path, "utf8"))).toEqual(lock);
  holder.kill("SIGKILL");
  await once(holder, "exit");
  await openData(directory);
});

test("the address of a holder counts only while that very process lives", async () => {
  const directory = await makeDirectory();
  const data = await openData(directory);
  await announceUrl(directory, "http://127.0.0.1:40123");
  expect(await findHolderUrl(directory)).toBe("http://127.0.0.1:40123");
  const path = join(directory, "lock");
  const lock = JSON.parse(await readFile(path, "utf8"));
  await writeFile(path, JSON.stringify({ ...lock, boot: "another" })); // left behind by a crash of the machine: the number is a stranger's now
  expect(await findHolderUrl(directory)).toBe(undefined);
  await writeFile(path, JSON.stringify({ ...lock, started: "1" }));
  expect(await findHolderUrl(directory)).toBe(undefined);
  await data.close();
  expect(await findHolderUrl(directory)).toBe(undefined);
});

test("a directory that cannot be made is an error with its remedy", async () => {
  const directory = await makeDirectory();
  await writeFile(join(directory, "file"), "");
  for (const path of ["file", join("file", "data"), join("file", "data", "deeper")]) {
    await expect(open(join(directory, path)), path).rejects.toMatchObject({ code: "DATA_IO" });
  }
  await openData(join(directory, "not", "there", "yet"));
});

test("what is closed answers with a code", async () => {
  const data = await openData(await makeDirectory());
  await data.close();
  await data.close();
  await expect(data.putSweep(makeRecord(1, [makePart({ points: 1 })]))).rejects.toMatchObject({ code: "DATA_CLOSED" });
});

/** A process that holds the directory until it is killed. */
async function holdInChild(directory: string): Promise<ChildProcess> {
  const script = `
    import { openDataManager } from "@spikefarm/datamanager";
    await openDataManager({ directory: ${JSON.stringify(directory)}, machine: "titan" });
    console.log("open");
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  await once(child.stdout, "data");
  return child;
}
