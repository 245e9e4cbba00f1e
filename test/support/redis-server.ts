// A redis-server of the test's own, on a free port, in a directory of its own. Only what was started here is stopped, by its handle.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface RedisServer {
  readonly url: string;
  readonly process: ChildProcess;
  /** kill -9; `restart` starts it again on the same port and directory. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** Sends one inline command, such as FLUSHALL, and resolves with the first of the answer. */
  send(command: string): Promise<string>;
  stop(): Promise<void>;
}

/** Why tests that need Redis are skipped, or undefined where it is installed. */
export const REDIS_MISSING =
  spawnSync("redis-server", ["--version"]).status === 0 ? undefined : "redis-server is not installed (apt-get install redis-server)";

export async function startRedis(options: { readonly isDurable?: boolean; readonly flags?: readonly string[] } = {}): Promise<RedisServer> {
  const directory = mkdtempSync(join(tmpdir(), "spikefarm-redis-"));
  const port = await freePort();
  const durability = options.isDurable === true ? ["--appendonly", "yes"] : ["--appendonly", "no"];
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", directory, "--save", "", ...durability, ...(options.flags ?? [])];
  let child = await launch(args);
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill(signal);
    await exited;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    get process() {
      return child;
    },
    kill: () => kill("SIGKILL"),
    restart: async () => {
      child = await launch(args);
    },
    send: (command) => sendInline(port, command),
    async stop() {
      await kill("SIGKILL");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function launch(args: readonly string[]): Promise<ChildProcess> {
  const child = spawn("redis-server", args, { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise<void>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`redis-server ended with ${code}`)));
    child.stdout.on("data", (text: Buffer) => {
      if (text.includes("Ready to accept connections")) resolve();
    });
  });
  return child;
}

async function sendInline(port: number, command: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  try {
    socket.write(`${command}\r\n`);
    const [answer] = (await once(socket, "data")) as [Buffer];
    return answer.toString().trim();
  } finally {
    socket.destroy();
  }
}

/** Below those that systems give to outgoing connections (from 32768, or 49152): nobody comes by one before it is listened on. */
const FIRST_PORT = 20_000;
const PORTS_OF_PROCESS = 3_000;
/** Files of tests run beside each other, each process with ports of its own. */
const PROCESSES = 4;
const drawn = new Set<number>();

/** A port that nobody listens on, and that this process has not drawn before (not lately, after very many). */
export async function freePort(): Promise<number> {
  const slice = Number(process.env.VITEST_POOL_ID ?? 0) % PROCESSES;
  for (;;) {
    if (drawn.size >= PORTS_OF_PROCESS / 2) drawn.clear();
    const port = FIRST_PORT + slice * PORTS_OF_PROCESS + randomInt(PORTS_OF_PROCESS);
    if (drawn.has(port)) continue;
    drawn.add(port);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  const isListening = await once(server, "listening").then(
    () => true,
    () => false,
  );
  if (isListening) await once(server.close(), "close");
  return isListening;
}
