// The worker's process. SIGTERM or SIGINT once: finish what runs within the grace, give the rest back, exit 0. Twice: give everything
// back at once.

import { CodedError } from "@spikefarm/protocol";
import { destination, pino } from "pino";
import { readWorkerConfig } from "./config.js";
import { openWorkerProcess } from "./open-worker-process.js";

const STDERR = 2;

try {
  const config = readWorkerConfig();
  // Written at once: the last words of a process are the ones that are needed.
  const log = pino({ name: "spikefarm-worker", level: config.logLevel }, destination({ dest: STDERR, sync: true }));
  const worker = await openWorkerProcess(config, log);
  let signals = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    signals++;
    const graceMs = signals === 1 ? config.graceSeconds * 1000 : 0;
    log.info({ signal, graceMs }, signals === 1 ? "closing: running tasks may finish" : "closing at once: tasks go back to the queue");
    worker.close(graceMs).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error: messageOf(error) }, "the worker did not close in order");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  process.stdout.write(`ready ${worker.id}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof CodedError ? `spikefarm: ${error.code}: ` : ""}${messageOf(error)}\n`);
  process.exitCode = 1;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
