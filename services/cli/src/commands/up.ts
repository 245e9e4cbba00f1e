// spikefarm up: a farm on this machine with the API and the dashboard, until Ctrl-C. Goes on with every unfinished sweep.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createHttpServer, WorkerRegistry } from "@spikefarm/coordinator";
import { announceUrl } from "@spikefarm/datamanager";
import type { WorkerAnnouncement } from "@spikefarm/protocol";
import { openFarm } from "@spikefarm/standalone";
import { announcer, readNativeSettings } from "@spikefarm/worker";
import { createHttpServer as createWriterServer } from "@spikefarm/writer";
import { destination, pino } from "pino";
import { type AddressFlags, type Flags, readAddress, readConfig } from "../config.js";
import { ExitCode } from "../exit-codes.js";
import { openModulesIn } from "../open-document.js";

export type UpFlags = Flags & AddressFlags;

const LOOPBACK = "127.0.0.1";
const BEAT_MS = 2_000;
const STDERR = 2;
const CLOSED = { code: "CLI_INTERRUPTED", message: "The farm was closed." };

export async function up(flags: UpFlags): Promise<ExitCode> {
  const config = readConfig(flags);
  const { host, port } = readAddress(flags);
  const { data, threads, machine, token } = config;
  const log = pino({ level: config.logLevel }, destination({ dest: STDERR, sync: true }));
  const modules = await openModulesIn(config.modules, data);
  for (const failure of modules.failures) log.warn({ code: failure.code }, failure.message);
  const native = readNativeSettings(config.nativeVariables);
  const farm = await openFarm({ data, threads, machine, log, native, triesHaltedAgain: true }, modules);
  const closers: (() => void | Promise<void>)[] = [() => farm.close(CLOSED)];
  try {
    const workers = new WorkerRegistry();
    const announce = announcer({ machine, threads, modules, tasksRunning: () => farm.worker.tasksRunning, isDraining: () => false });
    closers.push(announceOwnWorker(workers, `${machine}-${process.pid}`, announce));
    const dashboardDirectory = findDashboard();
    const server = await createHttpServer({
      coordinator: farm.coordinator,
      writer: farm.writer,
      queue: farm.queue,
      workers,
      modules: (name) => modules.schema(name),
      moduleNames: () => modules.names,
      owner: machine,
      token,
      host,
      port,
      log,
      ...(dashboardDirectory !== undefined && { dashboardDirectory }),
    });
    closers.push(() => server.close());
    const store = await createWriterServer({ writer: farm.writer, host: LOOPBACK, port: 0, token, log });
    closers.push(() => store.close());
    await announceUrl(data, store.url);
    const resumed = await farm.coordinator.resumeAll();
    process.stdout.write(`${server.url}\n`);
    process.stderr.write(
      `A farm of ${threads} threads on ${data}${resumed.length > 0 ? `; goes on with ${resumed.length} unfinished sweeps` : ""}. Ctrl-C ends it.\n`,
    );
    await interrupted();
    return ExitCode.ok;
  } finally {
    for (const close of closers.reverse()) await close(); // where the farm could not start, too: what stays open keeps the process
  }
}

/** The worker of this process is known to the API like any other. */
function announceOwnWorker(workers: WorkerRegistry, id: string, announce: () => WorkerAnnouncement): () => void {
  const beat = (): void => void workers.announce(id, announce());
  beat();
  const timer = setInterval(beat, BEAT_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** The built page, in the dashboard's package; undefined where it has not been built. */
function findDashboard(): string | undefined {
  const directory = fileURLToPath(new URL("./dist/", import.meta.resolve("@spikefarm/dashboard/package.json")));
  return existsSync(`${directory}index.html`) ? directory : undefined;
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}
