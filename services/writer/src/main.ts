// The writer as a process. On stdout exactly one line, `ready URL`, when it can be asked; the log goes to stderr.
//
// SIGTERM and SIGINT: takes no more connections, answers what has begun (each commit *after* its sync), closes the data directory, exits 0.

import { announceUrl } from "@spikefarm/datamanager";
import { CodedError } from "@spikefarm/protocol";
import { pino } from "pino";
import { createWriter } from "./app.js";
import { readConfig } from "./config.js";
import { createHttpServer } from "./http/server.js";

const CLOSE_LIMIT_MS = 30_000;

try {
  await run();
} catch (error) {
  process.stderr.write(error instanceof CodedError ? `spikefarm: ${error.code}: ${error.message}\n` : `${String(error)}\n`);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const { directory, host, port, machine, token, logLevel } = readConfig();
  const log = pino({ name: "writer", level: logLevel }, pino.destination(2));
  const writer = await createWriter({ directory, machine, log: ({ message, ...event }) => log.warn(event, message) });
  const server = await createHttpServer({ writer, host, port, token, log }).catch(async (error: unknown) => {
    await writer.close();
    throw error;
  });
  await announceUrl(directory, server.url);
  log.info({ url: server.url, directory }, "ready");
  process.stdout.write(`ready ${server.url}\n`);
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    process.once("SIGTERM", resolve).once("SIGINT", resolve);
  });
  log.info({ signal }, "closing");
  setTimeout(() => {
    log.error(`not closed within ${CLOSE_LIMIT_MS} ms`);
    process.exit(1);
  }, CLOSE_LIMIT_MS).unref();
  await server.close();
  await writer.close();
  log.info("closed");
  process.exit(0); // "localhost" has a listener for each of its addresses, and a client of the second may still be there
}
