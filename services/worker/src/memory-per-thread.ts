import { totalmem } from "node:os";

/** The rest is for the heaps, the code and the system. */
const SHARE_FOR_TRIALS = 0.8;

/** A thread's part of the machine's memory, or of what the container is allowed. */
export function memoryPerThread(threads: number): number {
  const allowed = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  return (Math.min(totalmem(), allowed) * SHARE_FOR_TRIALS) / threads;
}
