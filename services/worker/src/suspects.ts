// Which tasks were running when their process died (IDENTITY 14), for a farm whose queue forgets that: a file for each running task,
// named by its range, made before the task starts and removed when it has ended.
//
//   suspects/<task id>      e.g. s0m1k2j3h4g5f6d-0-512-1024
//
// A file that the next process finds is a task that may have killed its process. Tasks that overlap it count as claimed before, until
// every trial of the range has been delivered: what a task delivers is cut out of the range. The directory belongs to one process at a
// time (the one that holds the store).

import { mkdir, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isSweepId, type SweepId, type Task, taskIdOf } from "@spikefarm/protocol";

type Range = Omit<Task, "id">;

const TASK_ID = /^(?<sweep>[^-]+)-(?<part>\d+)-(?<from>\d+)-(?<to>\d+)$/;

export interface Suspects {
  /** Whether a trial of the task was running when an earlier process died. */
  isSuspect(task: Task): boolean;
  /** Resolves once the task is noted where it survives the process. */
  begin(task: Task): Promise<void>;
  end(task: Task, options: { readonly isDelivered: boolean }): Promise<void>;
}

/** Makes the directory where it is missing. */
export async function openSuspects(directory: string): Promise<Suspects> {
  await mkdir(directory, { recursive: true });
  let left = (await readdir(directory)).flatMap(parse);

  const make = async (range: Range): Promise<void> => (await open(join(directory, taskIdOf(range)), "w")).close();
  const remove = (range: Range): Promise<void> => rm(join(directory, taskIdOf(range)), { force: true });

  /** The pieces are noted *before* the whole is forgotten. */
  const cutOut = async (task: Task): Promise<void> => {
    const hit = left.filter((range) => overlap(range, task));
    if (hit.length === 0) return;
    const pieces = hit.flatMap((range) => [
      { ...range, to: Math.min(range.to, task.from) },
      { ...range, from: Math.max(range.from, task.to) },
    ]);
    const rest = pieces.filter(({ from, to }) => from < to);
    left = [...left.filter((range) => !hit.includes(range)), ...rest];
    for (const piece of rest) await make(piece);
    for (const range of hit) await remove(range);
  };

  /** Ends are noted one after the other: each starts from what the last one left. */
  let lastEnd = Promise.resolve();
  const noteEnd = async (task: Task, isDelivered: boolean): Promise<void> => {
    if (isDelivered) await cutOut(task);
    if (!left.some((range) => taskIdOf(range) === task.id)) await remove(task);
  };

  return {
    isSuspect: (task) => left.some((range) => overlap(range, task)),
    begin: make,
    end(task, { isDelivered }) {
      const ended = lastEnd.then(() => noteEnd(task, isDelivered));
      lastEnd = ended.catch(() => undefined);
      return ended;
    },
  };
}

function parse(name: string): Range[] {
  const { sweep = "", part, from, to } = TASK_ID.exec(name)?.groups ?? {};
  return isSweepId(sweep) ? [{ sweep: sweep satisfies SweepId, part: Number(part), from: Number(from), to: Number(to) }] : [];
}

const overlap = (a: Range, b: Range): boolean => a.sweep === b.sweep && a.part === b.part && a.from < b.to && b.from < a.to;
