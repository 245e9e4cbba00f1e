// The coordinator's process. On stdout one line, `ready URL`, when it can be asked; the log goes to stderr.
//
//   settings ──▶ signals ──▶ Redis ──▶ writer, as long as it takes ──▶ listen ──▶ ready
//
// SIGTERM or SIGINT while it starts: exits 0 at once. Later, once: answers what has begun, lets go of its sweeps, whose tasks stay in the queue, exits 0. Twice: exits at once, which
// loses nothing either: the next coordinator asks the writer what is missing.

import { openHttpWriter } from "@spikefarm/client";
import { CodedError } from "@spikefarm/protocol";
import { openBullQueue } from "@spikefarm/queue";
import { destination, pino } from "pino";
import { readCoordinatorConfig } from "./config.js";
import { type CoordinatorProcess, openCoordinatorProcess } from "./open-coordinator-process.js";

const STDERR = 2;
/** A request waits this long for a writer that is away, and is answered 503; sweeps wait as long as it takes. */
const WRITER_RETRY_MS = 5_000;
const CLOSE_LIMIT_MS = 15_000;

try {
  await run();
} catch (error) {
  process.stderr.write(`${error instanceof CodedError ? `spikefarm: ${error.code}: ${error.message}` : String(error)}\n`);
  process.exit(1);
}

async function run(): Promise<void> {
  const config = readCoordinatorConfig();
  const { redisUrl, writerUrl, token, logLevel } = config;
  const redact = { paths: ["req.headers.authorization"], remove: true };
  const log = pino({ name: "coordinator", level: logLevel, redact }, destination({ dest: STDERR, sync: true }));
  let coordinator: CoordinatorProcess | undefined;
  let isClosing = false;
  process.on("SIGTERM", close).on("SIGINT", close);
  const queue = await openBullQueue({ url: redisUrl, onError: (error) => log.warn({ error: error.message }, "the queue does not answer") });
  const writer = openHttpWriter({ url: writerUrl, token, retryForMs: WRITER_RETRY_MS });
  coordinator = await openCoordinatorProcess(config, { queue, writer, log });
  log.info({ url: coordinator.url }, "ready");
  process.stdout.write(`ready ${coordinator.url}\n`);

  function close(signal: NodeJS.Signals): void {
    if (isClosing) process.exit(1);
    isClosing = true;
    log.info({ signal }, coordinator === undefined ? "closing before it was ready" : "closing");
    if (coordinator === undefined) process.exit(0);
    setTimeout(() => process.exit(1), CLOSE_LIMIT_MS).unref();
    coordinator.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, "not closed in order");
        process.exit(1);
      },
    );
  }
}
