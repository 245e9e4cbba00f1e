// The coordinator as a process. On stdout exactly one line, `ready URL`, when it can be asked; the log goes to stderr.
//
// SIGTERM and SIGINT: answers what has begun, lets go of its sweeps (their tasks stay in the queue, the next coordinator goes on), exits 0.

import { openHttpWriter } from "@spikefarm/client";
import { CodedError } from "@spikefarm/protocol";
import { openBullQueue } from "@spikefarm/queue";
import { destination, pino } from "pino";
import { readCoordinatorConfig } from "./config.js";
import { openCoordinatorProcess } from "./open-coordinator-process.js";

const STDERR = 2;
const CLOSE_LIMIT_MS = 30_000;

try {
  await run();
} catch (error) {
  process.stderr.write(error instanceof CodedError ? `error ${error.code}: ${error.message}\n` : `${String(error)}\n`);
  process.exit(1);
}

async function run(): Promise<void> {
  const config = readCoordinatorConfig();
  const log = pino({ name: "coordinator", level: config.logLevel }, destination({ dest: STDERR, sync: true }));
  const queue = await openBullQueue({ url: config.redisUrl, onError: ({ message }) => log.warn({ error: message }, "trouble with Redis") });
  const writer = openHttpWriter({ url: config.writerUrl, token: config.token });
  const coordinator = await openCoordinatorProcess(config, { queue, writer, log });
  process.stdout.write(`ready ${coordinator.url}\n`);
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    process.once("SIGTERM", resolve).once("SIGINT", resolve);
  });
  log.info({ signal }, "closing");
  setTimeout(() => {
    log.error(`not closed within ${CLOSE_LIMIT_MS} ms`);
    process.exit(1);
  }, CLOSE_LIMIT_MS).unref();
  await coordinator.close();
  process.exit(0);
}
