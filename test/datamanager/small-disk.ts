// A disk of a few megabytes of the test's own (tmpfs), where this user may mount one.

import { spawnSync } from "node:child_process";
import { temporaryDirectory } from "./temporary-directory.js";

export interface SmallDisk {
  readonly path: string;
  resize(megabytes: number): void;
  remove(): void;
}

/** Undefined where mounting is not permitted. */
export function mountSmallDisk(megabytes: number): SmallDisk | undefined {
  const { path, remove } = temporaryDirectory();
  const mount = (options: string): boolean => spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", path]).status === 0;
  if (!mount(`size=${megabytes}m`)) {
    console.log("skipped: mounting a tmpfs is not permitted here");
    remove();
    return undefined;
  }
  return {
    path,
    resize: (size) => {
      if (!mount(`remount,size=${size}m`)) throw new Error("the disk could not be resized");
    },
    remove: () => {
      spawnSync("umount", ["-l", path]);
      remove();
    },
  };
}
