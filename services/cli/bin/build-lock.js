// One builder at a time: a file names the process that builds, and the others wait for it.
//
// A builder that was killed leaves its file. It is stale when that process is gone, or when it is older than any build takes (the process's
// number may be another's by now), and is taken over. It is moved away first, since of several that want it only one can move it.

import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const LONGEST_BUILD_MS = 600_000;
const LOOK_EVERY_MS = 50;

/** Calls `build` while nobody else builds, and returns what it returns; `onWait` hears once that there is another. */
export function withBuildLock(file, onWait, build) {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, String(process.pid)); // linked into place when it is whole: nobody reads an empty one
  try {
    for (let looks = 0; !take(draft, file); looks++) {
      if (looks === 0) onWait();
      pause();
    }
  } finally {
    rmSync(draft, { force: true });
  }
  try {
    return build();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(draft, file) {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    if (!isStale(file)) return false;
    moveAway(file);
    return take(draft, file);
  }
}

function isStale(file) {
  try {
    return !isAlive(Number(readFileSync(file, "utf8"))) || Date.now() - statSync(file).mtimeMs > LONGEST_BUILD_MS;
  } catch {
    return false; // it is gone
  }
}

/** What was moved may be the lock of one that was quicker: then it goes back. */
function moveAway(file) {
  const moved = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, moved);
    if (!isStale(moved)) linkSync(moved, file);
  } catch {
    // Another one has moved it, or taken it.
  }
  rmSync(moved, { force: true });
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM"; // of another user
  }
}

const pause = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_EVERY_MS);
