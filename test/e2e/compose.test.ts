// docker-compose.yml: what it promises about safety, and that its commands and environment really make a farm. There is no Docker here:
// each service's command is started as a process of this machine, with its environment as it is written, where
//
//   a service's name and port        become 127.0.0.1 and a free port
//   a volume and the folder /tmp     become temporary folders, one of each service
//   the image's WORKDIR              is the root of this repository

import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, type TestContext, test } from "vitest";
import { readWorkerConfig } from "../../services/worker/src/config.js";
import { type ComposeFile, type ComposeService, readComposeFile } from "../support/compose-file.js";
import { freePort, REDIS_MISSING } from "../support/redis-server.js";
import { Service } from "../support/service.js";
import { waitUntil } from "../support/wait-until.js";
import { ROOT, runJson, temporaryDirectory } from "./spikefarm.js";

const FILE = `${ROOT}docker-compose.yml`;
const TOKEN = "0123456789abcdef";
const compose = readComposeFile(FILE, { SPIKEFARM_TOKEN: TOKEN, SPIKEFARM_MACHINE: "machine of the test", SPIKEFARM_THREADS: "1" });
const services = Object.entries(compose.services);

describe("docker-compose.yml", () => {
  test("asks for a token, and says how to give one", () => {
    expect(() => readComposeFile(FILE, {})).toThrow("SPIKEFARM_TOKEN is missing a value: set SPIKEFARM_TOKEN");
  });

  test("is Redis, writer, coordinator and worker", () => {
    expect(Object.keys(compose.services).toSorted()).toEqual(["coordinator", "redis", "worker", "writer"]);
  });

  test.each(services)("%s is no root, writes nowhere but to volumes and /tmp, and has no capabilities", (_, service) => {
    expect(service.user).toMatch(/^(node|[1-9]\d*:[1-9]\d*)$/);
    expect(service).toMatchObject({
      init: true,
      read_only: true,
      tmpfs: ["/tmp"],
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
      restart: "unless-stopped",
    });
    expect(service).not.toHaveProperty("privileged");
    expect(service.healthcheck.test[0]).toBe("CMD");
    for (const volume of service.volumes ?? []) {
      const [source = "", , mode] = volume.split(":");
      const isNamed = source in compose.volumes;
      expect(isNamed || mode === "ro", `${volume} is a named volume, or read-only`).toBe(true);
    }
  });

  test("only the coordinator is published, on the loopback address; the others' network leads nowhere", () => {
    const published = services.filter(([, service]) => service.ports !== undefined).map(([name, { ports }]) => [name, ports]);
    expect(published).toEqual([["coordinator", ["127.0.0.1:7070:7070"]]]);
    expect(compose.networks).toMatchObject({ farm: { internal: true } });
    for (const [name, { networks }] of services) expect(networks).toEqual(name === "coordinator" ? ["farm", "outside"] : ["farm"]);
  });

  test("what is built has no name that another build could take at the same time", () => {
    const built = services.filter(([, service]) => service.build !== undefined);
    expect(built.map(([name]) => name).toSorted()).toEqual(["coordinator", "worker", "writer"]);
    for (const [, service] of built) expect(service).not.toHaveProperty("image");
  });

  test("a worker takes the settings that operations.md recommends", () => {
    const settings = { SPIKEFARM_THREADS: "3", SPIKEFARM_MEMORY_MB: "2000", SPIKEFARM_GRACE_S: "20", SPIKEFARM_TARGET: "wasm" };
    const { worker } = readComposeFile(FILE, { SPIKEFARM_TOKEN: TOKEN, ...settings }).services;
    expect(readWorkerConfig(worker!.environment)).toMatchObject({ threads: 3, memoryMebibytes: 2000, graceSeconds: 20 });
    expect(worker!.environment).toMatchObject(settings);
  });

  test("Redis keeps its keys and a log of them, in a volume", () => {
    const { command, volumes, image } = compose.services.redis!;
    expect(image).toMatch(/^(redis|valkey\/valkey):\d+\.\d+/);
    expect(command.join(" ")).toContain("--appendonly yes --appendfsync everysec");
    expect(command.join(" ")).toContain("--maxmemory-policy noeviction");
    expect(volumes).toEqual(["queue:/data"]);
  });

  test("the image is built from the lockfile, pruned to production, and runs as node", () => {
    const dockerfile = readFileSync(`${ROOT}Dockerfile`, "utf8");
    for (const line of ["npm ci", "npm run build", "npm prune --omit=dev", "USER node"]) expect(dockerfile).toContain(line);
    const node = /FROM node:(\d+)/.exec(dockerfile)?.[1];
    expect(Number(node)).toBeGreaterThanOrEqual(20);
    expect(readFileSync(`${ROOT}.dockerignore`, "utf8").split("\n")).toEqual(
      expect.arrayContaining([".git", "**/node_modules", ".spikefarm"]),
    );
  });

  test.skipIf(REDIS_MISSING)(
    "its commands and environment, with two workers, run a sweep over HTTP",
    async (context) => {
      const farm = await startAsProcesses(compose, context);
      const headers = { authorization: `Bearer ${TOKEN}` };
      const document = readFileSync(`${ROOT}examples/if-curve.yaml`, "utf8");
      const refused = await fetch(`${farm.url}/api/v1/sweeps`);
      expect(refused.status).toBe(401);

      const submitted = await fetch(`${farm.url}/api/v1/sweeps`, {
        method: "POST",
        headers: { ...headers, "content-type": "application/yaml" },
        body: document,
      });
      expect(submitted.status).toBe(201);
      const { id } = (await submitted.json()) as { readonly id: string };
      const show = async () =>
        (await fetch(`${farm.url}/api/v1/sweeps/${id}`, { headers })).json() as Promise<{ state: string; digest: string }>;
      await waitUntil("the sweep is complete", async () => (await show()).state === "complete", 60_000);
      const machines = async (): Promise<string[]> => {
        const workers = (await (await fetch(`${farm.url}/api/v1/workers`, { headers })).json()) as { items: { machine: string }[] };
        return workers.items.map(({ machine }) => machine);
      };
      await waitUntil("both workers have announced themselves", async () => (await machines()).length === 2, 30_000);
      expect(await machines()).toEqual(["machine of the test", "machine of the test"]);

      const embedded = await runJson(`${ROOT}examples/if-curve.yaml`, temporaryDirectory());
      expect((await show()).digest).toBe(embedded.digest);
      for (const [name, service] of services) {
        await expect(farm.checkHealth(service), `the health check of ${name}`).resolves.toBeDefined();
      }
      await expect(farm.askRedis("GET", "anything"), "without its password").resolves.toContain("NOAUTH");

      const [worker] = farm.workers;
      worker!.signal("SIGSTOP");
      const longAgo = new Date(Date.now() - 60_000);
      utimesSync(farm.aliveFile, longAgo, longAgo);
      await expect(farm.checkHealth(compose.services.worker!), "of a worker that is stopped").rejects.toThrow();
      worker!.signal("SIGCONT");
      const isWell = (): Promise<boolean> =>
        farm.checkHealth(compose.services.worker!).then(
          () => true,
          () => false,
        );
      await waitUntil("the worker is well again", isWell, 30_000);
    },
    180_000,
  );
});

interface Farm {
  readonly url: string;
  readonly workers: readonly Service[];
  /** What the health check of the first worker looks at. */
  readonly aliveFile: string;
  /** Without the password. */
  askRedis(...command: readonly string[]): Promise<string>;
  /** Runs the service's health check; rejects where it fails. */
  checkHealth(service: ComposeService): Promise<unknown>;
}

const REPLICAS: Readonly<Record<string, number>> = { worker: 2 };

async function startAsProcesses({ services }: ComposeFile, { onTestFinished, onTestFailed }: TestContext): Promise<Farm> {
  const folder = temporaryDirectory();
  const ports = { "redis:6379": await freePort(), "writer:7071": await freePort(), "coordinator:7070": await freePort() };
  const started: Service[] = [];
  onTestFailed(() => console.error(started.map(({ name, log }) => `── ${name}\n${log}`).join("\n")));
  onTestFinished(async () => {
    for (const service of started.toReversed()) await service.kill("SIGTERM");
  });
  const portOf = (name: string): number | undefined => Object.entries(ports).find(([address]) => address.startsWith(`${name}:`))?.[1];

  const temporaryOf = (name: string, replica: number): string => join(folder, `${name}-${replica}-tmp`);
  const workers: Service[] = [];

  /** A text of the compose file, as it is on this machine. */
  const here = (text: string, name: string, replica: number, service: ComposeService): string => {
    let result = text.replace(/^\/tmp(?=\/)/, temporaryOf(name, replica));
    for (const [address, port] of Object.entries(ports)) result = result.replaceAll(address, `127.0.0.1:${port}`);
    for (const volume of service.volumes ?? []) {
      const [source = "", target = ""] = volume.split(":");
      if (result === target) result = source.startsWith("./") ? join(ROOT, source) : join(folder, source);
    }
    const port = /^(?:http:\/\/127\.0\.0\.1:)?(6379|7070|7071)$/.test(result) ? portOf(name) : undefined;
    return port === undefined ? result : String(port);
  };
  const start = async (name: string, replica: number): Promise<void> => {
    const definition = services[name]!;
    const temporary = temporaryOf(name, replica);
    mkdirSync(temporary);
    const isRedis = name === "redis";
    const service = new Service({
      name: `${name} ${replica}`,
      command: [...definition.command, ...(isRedis ? ["--port", `${portOf(name)}`, "--bind", "127.0.0.1", "--dir", temporary] : [])],
      environment: {
        TMPDIR: temporary,
        ...Object.fromEntries(
          Object.entries(definition.environment ?? {}).map(([key, value]) => [key, here(value, name, replica, definition)]),
        ),
      },
      readyLine: isRedis ? /Ready to accept connections/ : /^ready /m,
    });
    started.push(service);
    if (name === "worker") workers[replica - 1] = service;
    await service.start();
  };
  const isStarted = new Map<string, Promise<void>>();
  const startWithNeeds = (name: string): Promise<void> => {
    const starting =
      isStarted.get(name) ??
      (async () => {
        await Promise.all(Object.keys(services[name]!.depends_on ?? {}).map(startWithNeeds));
        await Promise.all(Array.from({ length: REPLICAS[name] ?? 1 }, (_, replica) => start(name, replica + 1)));
      })();
    isStarted.set(name, starting);
    return starting;
  };
  await Promise.all(Object.keys(services).map(startWithNeeds));

  return {
    url: `http://127.0.0.1:${ports["coordinator:7070"]}`,
    workers,
    aliveFile: join(temporaryOf("worker", 1), "alive"),
    async askRedis(...command) {
      return (await promisify(execFile)("redis-cli", ["-p", `${ports["redis:6379"]}`, ...command])).stdout;
    },
    checkHealth(service) {
      const [, program = "", ...args] = service.healthcheck.test;
      const local = args.map((text) =>
        text
          .replace(
            /127\.0\.0\.1:(7070|7071)/,
            (_, port) => `127.0.0.1:${port === "7070" ? ports["coordinator:7070"] : ports["writer:7071"]}`,
          )
          .replace("/tmp", temporaryOf("worker", 1)),
      );
      const port = program === "redis-cli" ? ["-p", `${ports["redis:6379"]}`] : [];
      return promisify(execFile)(program, [...port, ...local], { env: { PATH: process.env.PATH, ...service.environment } });
    },
  };
}
