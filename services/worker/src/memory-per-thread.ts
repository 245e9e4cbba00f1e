import { totalmem } from "node:os";

/** The rest is for the heaps, the code and the system. */
const SHARE_FOR_TRIALS = 0.8;

/** A thread's part of what the worker may take: the machine's memory, or what the container is allowed, where nobody says. */
export function memoryPerThread(threads: number, allowedBytes = Math.min(totalmem(), limitOfContainer())): number {
  return (allowedBytes * SHARE_FOR_TRIALS) / threads;
}

const limitOfContainer = (): number => process.constrainedMemory() || Number.POSITIVE_INFINITY;
