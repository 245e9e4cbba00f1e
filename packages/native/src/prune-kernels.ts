// Keeps the folder of kernels small: those that have gone unused for longest go first, and so does what a killed compiler left behind.
//
// A file's time of change is when it was last used (note-use, below). A kernel that is removed while some process runs it stays in that process's
// memory; one that is removed between another's look and its load costs that process the machine code, not a result.

import { readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";

export interface KernelLimits {
  readonly files: number;
  readonly sizeBytes: number;
}

export const KERNEL_LIMITS: KernelLimits = { files: 1_000, sizeBytes: 1_073_741_824 };
/** Sources, locks and complaints this old belong to nobody. */
const LEFT_BEHIND_MS = 86_400_000;
/** A use is noted no more often: a folder may be on a slow network. */
const NOTED_EVERY_MS = 3_600_000;

export function pruneKernels(directory: string, limits: KernelLimits): void {
  const files = readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    const status = statSync(path, { throwIfNoEntry: false });
    return status === undefined ? [] : [{ path, isKernel: name.endsWith(".so"), sizeBytes: status.size, usedMs: status.mtimeMs }];
  });
  const leftBehind = files.filter(({ isKernel, usedMs }) => !isKernel && Date.now() - usedMs > LEFT_BEHIND_MS);
  for (const { path } of leftBehind) rmSync(path, { recursive: true, force: true });

  const kernels = files.filter(({ isKernel }) => isKernel).sort((one, other) => other.usedMs - one.usedMs);
  let sizeBytes = 0;
  for (const [index, kernel] of kernels.entries()) {
    sizeBytes += kernel.sizeBytes;
    if (index >= limits.files || sizeBytes > limits.sizeBytes) rmSync(kernel.path, { force: true });
  }
}

/** Costs nothing where it cannot be noted: the folder may be there to be read only. */
export function noteUse(path: string): void {
  const usedMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
  if (Date.now() - usedMs < NOTED_EVERY_MS) return;
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // it will look unused
  }
}
