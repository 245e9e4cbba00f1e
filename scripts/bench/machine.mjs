// What a number depends on besides the code.

import { execFileSync } from "node:child_process";
import { arch, cpus, release, totalmem, type } from "node:os";

/** Lines of text: machine, engine, commit. */
export function describeMachine() {
  const [cpu] = cpus();
  return [
    `machine  ${cpu?.model.trim() ?? "unknown"} × ${cpus().length}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${type()} ${release()} ${arch()}`,
    `node     ${process.version}`,
    `commit   ${commit()}`,
  ].join("\n");
}

function commit() {
  try {
    const git = (...args) => execFileSync("git", args, { encoding: "utf8" }).trim();
    return `${git("rev-parse", "--short", "HEAD")}${git("status", "--porcelain") === "" ? "" : " with changes"}`;
  } catch {
    return "unknown (no git)";
  }
}
