// A farm of processes with a Redis of its own, on free ports, in a directory of its own; ended whatever happens.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { withDirectory } from "./farm.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MODULES = fileURLToPath(new URL("modules", import.meta.url));
const START_LIMIT_MS = 30_000;

/** Calls `use` with { url, redisUrl, redisPort } of a farm with `workers` workers of one thread each. */
export function withFarmOfProcesses({ workers = 2 } = {}, use) {
  return withDirectory(async (directory) => {
    const started = [];
    const start = async (name, command, environment, ready) => {
      const child = spawn(command[0], command.slice(1), {
        cwd: ROOT,
        env: { ...process.env, ...environment },
        stdio: ["ignore", "pipe", "pipe"],
      });
      started.push(child);
      await whenReady(name, child, ready);
    };
    try {
      const [redisPort, writerPort, port] = await Promise.all([freePort(), freePort(), freePort()]);
      const redisUrl = `redis://127.0.0.1:${redisPort}`;
      const url = `http://127.0.0.1:${port}`;
      const environment = {
        SPIKEFARM_LOG: "warn",
        SPIKEFARM_REDIS_URL: redisUrl,
        SPIKEFARM_WRITER_URL: `http://127.0.0.1:${writerPort}`,
        SPIKEFARM_COORDINATOR_URL: url,
        SPIKEFARM_MODULES: MODULES,
        SPIKEFARM_THREADS: "1",
      };
      const service = (name, extra) => start(name, [process.execPath, `dist/${name}.js`], { ...environment, ...extra }, /^ready /m);
      const redis = [
        "redis-server",
        "--port",
        `${redisPort}`,
        "--bind",
        "127.0.0.1",
        "--dir",
        directory,
        "--save",
        "",
        "--appendonly",
        "yes",
      ];
      await start("redis-server", redis, {}, /Ready to accept connections/);
      await service("writer", { SPIKEFARM_PORT: `${writerPort}`, SPIKEFARM_DATA: join(directory, "data") });
      await service("coordinator", { SPIKEFARM_PORT: `${port}` });
      await Promise.all(
        Array.from({ length: workers }, (_, index) => service("worker", { SPIKEFARM_DATA: join(directory, `worker-${index}`) })),
      );
      return await use({ url, redisUrl, redisPort });
    } finally {
      for (const child of started.reverse()) await end(child);
    }
  });
}

/** Starts a Node script and calls `use` when it has said `ready`. */
export async function withScripts(file, args, count, use) {
  const children = Array.from({ length: count }, () => spawn(process.execPath, [file, ...args], { stdio: ["ignore", "pipe", "pipe"] }));
  try {
    await Promise.all(children.map((child) => whenReady(file, child, /^ready/m)));
    return await use();
  } finally {
    for (const child of children) await end(child);
  }
}

async function whenReady(name, child, line) {
  let said = "";
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${name} was not ready within ${START_LIMIT_MS} ms:\n${said}`)), START_LIMIT_MS);
    child.once("exit", (code) => reject(new Error(`${name} ended with ${code}:\n${said}`)));
    child.once("error", reject);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        said = (said + text).slice(-10_000);
        if (!line.test(said)) return;
        clearTimeout(timer);
        resolve();
      });
    }
  });
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
