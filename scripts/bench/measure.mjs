// Runs a command and measures it from outside: wall time, and the peak resident memory of it and all its descendants.
//
// Memory is Linux's VmHWM, the high-water mark that the kernel keeps for each process, so that sampling misses a peak only in a process's
// last moments. Elsewhere it is NaN and shown as "not measured".

import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

const SAMPLE_INTERVAL_MS = 50;

/** Resolves to { seconds, peakBytes, stdout }; rejects with the command's stderr where it fails. `keepOutput: false` discards stdout. */
export function measure(command, args, { keepOutput = true } = {}) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, args, { stdio: ["ignore", keepOutput ? "pipe" : "ignore", "pipe"] });
    const peaks = new Map();
    const timer = setInterval(() => samplePeaks(child.pid, peaks), SAMPLE_INTERVAL_MS);
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(timer);
      const seconds = (performance.now() - start) / 1000;
      if (code !== 0) return reject(new Error(`${command} ${args.join(" ")} ended with ${code}:\n${stderr}`));
      const peakBytes = peaks.size === 0 ? NaN : [...peaks.values()].reduce((sum, bytes) => sum + bytes, 0);
      resolve({ seconds, peakBytes, stdout });
    });
  });
}

function samplePeaks(root, peaks) {
  for (const pid of descendants(root)) {
    try {
      const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
      if (kibibytes !== undefined) peaks.set(pid, Number(kibibytes) * 1024);
    } catch {
      // The process has ended between the listing and the reading.
    }
  }
}

/** `root` and every process below it; none where there is no /proc. */
function descendants(root) {
  const childrenOf = new Map();
  try {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      const parent = parentOf(pid);
      childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), Number(pid)]);
    }
  } catch {
    return [];
  }
  const found = [root];
  for (const pid of found) found.push(...(childrenOf.get(pid) ?? []));
  return found;
}

function parentOf(pid) {
  try {
    // The second field is the command in parentheses, which may hold spaces: count from the last parenthesis.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return -1;
  }
}
