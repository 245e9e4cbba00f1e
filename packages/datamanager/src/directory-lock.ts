// Keeps a data directory for one process: the file `<data>/lock` names who has it.
//
// LevelDB has a lock of its own, but a failed second open within one process silently releases it, and another process can then open
// the same files. So a directory is opened once per process (`heldHere`), and the file says to others whom they would have to stop.
//
// A lock outlives a process that was killed. It is stale, and taken over, when its process is gone: no process of that number, or one
// that started at another time, or another boot of the machine. A holder in another container (its process numbers mean nothing here)
// cannot be judged: then LevelDB's lock decides, which holds between processes.

import { link, readFile, readlink, realpath, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DataLog } from "./data-event.js";
import { dataError } from "./errors.js";

export interface DirectoryLock {
  release(): Promise<void>;
  /** Leaves the directory as if it had not been locked: for one that could not be opened, whose holder may be alive after all. */
  giveBack(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  readonly machine: string;
  /** RFC 3339, UTC: for people. */
  readonly since: string;
  /** When the process started, in ticks since boot; empty where the system does not say. */
  readonly started: string;
  /** Which boot of the machine; empty where the system does not say. */
  readonly boot: string;
  /** Which numbering of processes: containers have their own. */
  readonly namespace: string;
}

const heldHere = new Set<string>();

/** @throws CodedError DATA_IN_USE, naming the process that holds the directory. */
export async function lockDirectory(directory: string, machine: string, log: DataLog): Promise<DirectoryLock> {
  const path = await realpath(directory);
  if (heldHere.has(path)) throw inUse(path, `this process (${process.pid})`);
  heldHere.add(path);
  const file = join(path, "lock");
  let before: string | undefined;
  try {
    before = await takeLock(path, file, machine, log);
  } catch (error) {
    heldHere.delete(path);
    throw error;
  }
  return {
    async release() {
      await rm(file, { force: true });
      heldHere.delete(path);
    },
    async giveBack() {
      await (before === undefined ? rm(file, { force: true }) : writeFile(file, before));
      heldHere.delete(path);
    },
  };
}

/** Takes the lock; returns the stale one that was there. */
async function takeLock(path: string, file: string, machine: string, log: DataLog): Promise<string | undefined> {
  const draft = `${file}.${process.pid}`;
  // Linked into place when complete: a reader never sees half a file.
  await writeFile(draft, `${JSON.stringify(await describeSelf(machine), null, 2)}\n`);
  try {
    await link(draft, file);
    return undefined;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    const before = await readOr("", () => readFile(file, "utf8"));
    const holder = parseHolder(before);
    if (holder !== undefined && (await isAlive(holder))) {
      throw inUse(path, `process ${holder.pid} on ${holder.machine}, since ${holder.since}`, holder.pid);
    }
    await rename(draft, file);
    const message = `Took over ${path} from process ${holder?.pid ?? "unknown"}, which is gone.`;
    log({ code: "DATA_IN_USE", message, details: { directory: path, pid: holder?.pid } });
    return before;
  } finally {
    await rm(draft, { force: true });
  }
}

const inUse = (path: string, holder: string, pid?: number): Error =>
  dataError("DATA_IN_USE", `${path} is in use by ${holder}; use or stop that process, or give another directory with --data.`, {
    details: { directory: path, ...(pid !== undefined && { pid }) },
  });

/** The number of the process that has the directory locked; undefined where none that lives does, as far as can be judged from here. */
export async function findHolder(directory: string): Promise<number | undefined> {
  const holder = parseHolder(await readOr("", () => readFile(join(directory, "lock"), "utf8")));
  return holder !== undefined && (await isAlive(holder)) ? holder.pid : undefined;
}

async function isAlive(holder: Holder): Promise<boolean> {
  const self = await describeSelf("");
  if (holder.boot !== self.boot || holder.namespace !== self.namespace) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // A process of another user answers EPERM: it is there.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return (await startOf(holder.pid)) === holder.started;
}

async function describeSelf(machine: string): Promise<Holder> {
  return {
    pid: process.pid,
    machine,
    since: new Date().toISOString(),
    started: await startOf(process.pid),
    boot: await readOr("", () => readFile("/proc/sys/kernel/random/boot_id", "utf8")),
    namespace: await readOr("", () => readlink("/proc/self/ns/pid")),
  };
}

/** Field 22 of /proc/<pid>/stat; the fields are counted after the command's name, which may hold spaces. A zombie (field 3) is gone. */
async function startOf(pid: number): Promise<string> {
  const stat = await readOr("", () => readFile(`/proc/${pid}/stat`, "utf8"));
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" ? "" : (fields[19] ?? "");
}

function parseHolder(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "pid" in value ? (value as Holder) : undefined;
  } catch {
    return undefined;
  }
}

async function readOr(otherwise: string, read: () => Promise<string>): Promise<string> {
  try {
    return (await read()).trim();
  } catch {
    return otherwise;
  }
}
