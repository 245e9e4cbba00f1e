// Where results and messages go, when it cannot be written to: a full disk, or a reader that has left.
//
// A reader that has seen enough (`| head`) is no error. Any other fault of stdout is told once on stderr and makes the exit code 1. Either
// way the command ends as it always does, so that all it has opened is closed; what it writes after that goes nowhere. Of a stderr that
// cannot be written nobody can be told: results go on without it.

import { CodedError } from "@spikefarm/protocol";
import { ExitCode } from "./exit-codes.js";
import { reportError } from "./report-error.js";

/** Thrown where there is no use in going on: `watchOutput` has said all there is to say. */
export class OutputEnded extends Error {}

export function watchOutput(): void {
  let hasFailed = false;
  process.stdout.on("error", (cause: NodeJS.ErrnoException) => {
    if (cause.code === "EPIPE" || hasFailed) return; // each write fails anew
    hasFailed = true;
    const message = `Cannot write to stdout: ${cause.message}. Make room there, or send the output elsewhere.`;
    reportError(new CodedError("CLI_FILE_UNWRITABLE", message, { cause }));
    process.once("exit", () => {
      process.exitCode = ExitCode.error;
    });
  });
  process.stderr.on("error", () => undefined);
}

/** Writes a piece of something long: waits for a slow reader. @throws {OutputEnded} */
export function writeOut(text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error == null ? resolve() : reject(new OutputEnded("stdout has ended", { cause: error }))));
  });
}
