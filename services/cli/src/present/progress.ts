// Shows progress while a sweep runs: on a terminal one line that is redrawn, elsewhere (a log, a pipe) a new line now and then.
//
// It writes to the stream it is given and to nothing else; results have stdout to themselves. Between two updates the clock may stand
// still for long, so drawing is driven by `update` alone: no timer keeps the process alive.

import { type Progress, progressLine } from "./progress-line.js";

export interface ProgressStream {
  write(text: string): unknown;
  /** Of a terminal: its width now; 0 where it does not know. */
  readonly columns?: number;
}

export interface ProgressOptions {
  readonly isTerminal: boolean;
  /** False where NO_COLOR is set. */
  readonly hasColor?: boolean;
  /** Milliseconds on a clock that never goes back. */
  readonly now?: () => number;
}

export interface ProgressView {
  update(progress: Progress): void;
  /** A line of text above the bar. */
  print(text: string): void;
  /** Takes the bar away, so that what follows starts on a clean line. */
  finish(): void;
}

const REDRAW_INTERVAL_MS = 100;
const LOG_INTERVAL_MS = 10_000;
const DEFAULT_WIDTH = 80;
const LOG_WIDTH = 100;
// Carriage return, then erase to the end of the line.
const ERASE_LINE = "\r\u001b[K";

export function createProgressView(stream: ProgressStream, options: ProgressOptions): ProgressView {
  const now = options.now ?? (() => performance.now());
  return options.isTerminal ? createTerminalView(stream, options.hasColor ?? false, now) : createLogView(stream, now);
}

function createTerminalView(stream: ProgressStream, hasColor: boolean, now: () => number): ProgressView {
  let shown = "";
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    update(progress) {
      if (now() - drawnAt < REDRAW_INTERVAL_MS && progress.done < progress.total) return;
      drawnAt = now();
      // One column stays free: a full line would make some terminals wrap.
      shown = progressLine(progress, { width: (stream.columns || DEFAULT_WIDTH) - 1, hasColor });
      stream.write(`${ERASE_LINE}${shown}`);
    },
    print(text) {
      stream.write(shown === "" ? `${text}\n` : `${ERASE_LINE}${text}\n${shown}`);
    },
    finish() {
      if (shown !== "") stream.write(ERASE_LINE);
      shown = "";
    },
  };
}

function createLogView(stream: ProgressStream, now: () => number): ProgressView {
  let writtenAt = now();
  return {
    update(progress) {
      if (now() - writtenAt < LOG_INTERVAL_MS) return;
      writtenAt = now();
      stream.write(`${progressLine(progress, { width: LOG_WIDTH }).trimEnd()}\n`);
    },
    print(text) {
      stream.write(`${text}\n`);
    },
    finish() {},
  };
}
