// Brian 2's side of a loop: its C++ standalone, built once and run anew each turn, or its Cython, kept in one process as in a notebook.

import { execFile, spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const PYTHON = process.env.SPIKEFARM_PYTHON ?? "/usr/bin/python3";
const script = (name) => fileURLToPath(new URL(`../brian2/${name}`, import.meta.url));

/** Whether Python has Brian 2 here; if not, the reason. */
export async function brianVersion() {
  try {
    const { stdout } = await run(PYTHON, ["-c", "import brian2; print(brian2.__version__)"]);
    return { version: stdout.trim() };
  } catch (error) {
    return { reason: error.message.trim().split("\n").at(-1) };
  }
}

/** The contestant; its project is built below `directory`. */
export async function brianStandalone({ name }, directory) {
  const project = join(directory, `${name}-standalone`);
  await mkdir(project);
  await run(PYTHON, [script("build_standalone.py"), name, project]);
  const turn = async () => JSON.parse((await run(join(project, "main"), [], { cwd: project })).stdout);
  return { name: "standalone", warmUp: turn, turn };
}

/** The contestant; the first turn fills Cython's own cache. */
export function brianCython({ name }) {
  const server = servePython("serve_cython.py", [name]);
  const turn = async () => JSON.parse(await server.ask());
  return { name: "cython", warmUp: turn, turn, close: server.close };
}

/** A Python script that answers each line with a line. */
export function servePython(name, args) {
  const child = spawn(PYTHON, [script(name), ...args], { stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.once("close", resolve));
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    complaint = (complaint + text).slice(-10_000);
  });
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    async ask(line = "") {
      child.stdin.write(`${line}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`${name} ended:\n${complaint}`);
      return value;
    },
    /** The script ends when there is nothing more to read, and with it what it has started. */
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
