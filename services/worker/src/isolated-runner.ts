// Runs a stretch in a process of its own: for tasks whose last run may have ended the whole worker. Whatever a trial does there
// (a signal, a fault in native code, memory without end) ends that process alone.
//
//   worker ── IsolatedCall ────── IPC ──▶ process (thread/run-isolated.ts)
//                                            └─▶ its thread (thread/isolated-thread.ts)
//   worker ◀─ IsolatedMessage … ─ pipe ─────────────┘
//
// What a trial finds there is what it finds on a thread of the pool, so that its row is the same.
//
// The thread writes to the pipe with calls that wait, so that what it said last is there after its death: which trial began, and every
// row that it sent. The worker reads no further while MAX_BLOCKS_IN_FLIGHT are being committed; the pipe fills, and the process waits.

import { type ChildProcess, fork } from "node:child_process";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { TrialRange } from "@spikefarm/protocol";
import { FrameReader } from "./frames.js";
import { MAX_BLOCKS_IN_FLIGHT, type StretchRequest, type StretchResult, type ThreadMessage } from "./messages.js";
import type { WatchedNotes } from "./stretch-notes.js";
import type { StretchRunner } from "./stretch-runner.js";

const PROCESS_FILE = fileURLToPath(new URL("./thread/run-isolated.js", import.meta.url));
/** What the process writes its messages to. */
export const MESSAGE_DESCRIPTOR = 4;
const STDERR = 2;
const FATAL_LINE = /FATAL ERROR: .*/;

export interface IsolatedCall {
  readonly request: StretchRequest;
  readonly heapMebibytes: number;
}

/** What the process's main thread gives to the thread that runs the trials. */
export interface IsolatedThreadData {
  readonly request: StretchRequest;
  /** One cell, set to 1 by the main thread for every message that it hears. */
  readonly answered: Int32Array<SharedArrayBuffer>;
}

export type IsolatedMessage =
  | ThreadMessage
  | { readonly kind: "begin"; readonly range: TrialRange; readonly suspectsFrom: number }
  | { readonly kind: "report"; readonly fraction: number }
  | { readonly kind: "result"; readonly result: StretchResult }
  /** An error that nobody caught, and that has ended the thread. */
  | { readonly kind: "dying"; readonly reason: string };

export function isolatedRunner({ heapMebibytes }: { readonly heapMebibytes: number }): StretchRunner {
  return {
    place: "process",
    start(request, hear) {
      const child = fork(PROCESS_FILE, {
        serialization: "advanced",
        env: {},
        execArgv: [],
        stdio: ["ignore", STDERR, "pipe", "ipc", "pipe"],
      });
      const pipe = child.stdio[MESSAGE_DESCRIPTOR] as Readable;
      const notes = new ToldNotes();
      let result: StretchResult | undefined;
      let lastWords: string | undefined;
      const take = (message: IsolatedMessage): void => {
        if (message.kind === "begin" || message.kind === "report") notes.take(message);
        else if (message.kind === "result") result = message.result;
        else if (message.kind === "dying") lastWords = message.reason;
        else hear(message);
      };
      const read = async (): Promise<void> => {
        const frames = new FrameReader();
        for await (const chunk of pipe) {
          for (const message of frames.read(chunk as Uint8Array) as Iterable<IsolatedMessage>) {
            if (message.kind === "block") await notes.roomForBlock();
            take(message);
          }
        }
      };
      child.stderr?.setEncoding("utf8").on("data", (text: string) => {
        process.stderr.write(text);
        lastWords ??= FATAL_LINE.exec(text)?.[0];
      });
      child.on("error", ({ message }) => {
        lastWords ??= message; // it could not be started, or the request could not be sent: "close" follows
      });
      const call: IsolatedCall = { request, heapMebibytes };
      child.send(call, () => undefined); // fails when the process has died already, which "close" tells
      const kill = (): void => {
        child.kill("SIGKILL");
        notes.endWaiting();
      };
      const ended = Promise.all([endOf(child), read()]);
      return { notes, result: ended.then(([end]) => result ?? Promise.reject(new Error(lastWords ?? end))), requestStop: kill, kill };
    },
  };
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("close", (code, signal) => {
      if (signal === "SIGKILL") resolve("SIGKILL (the system sends it when memory runs out)");
      else resolve(signal ?? `exit code ${code}`);
    });
  });
}

/** Notes that come over the pipe, and the count of blocks that are not committed yet. */
class ToldNotes implements WatchedNotes {
  signsOfLife = 0;
  running: TrialRange | undefined;
  suspects: TrialRange | undefined;
  #fraction = 0;
  #inFlight = 0;
  #isWaitingOver = false;
  #onRoom: () => void = () => undefined;

  get trialsDone(): number {
    const { from, to } = this.running ?? { from: 0, to: 0 };
    return from + (to - from) * this.#fraction;
  }
  take(message: IsolatedMessage & { readonly kind: "begin" | "report" }): void {
    this.signsOfLife++;
    if (message.kind === "begin") {
      this.running = message.range;
      this.suspects = { from: message.suspectsFrom, to: message.range.to };
    }
    this.#fraction = message.kind === "begin" ? 0 : message.fraction;
  }

  /** Counts one block more, once there is room for it. */
  async roomForBlock(): Promise<void> {
    while (this.#inFlight >= MAX_BLOCKS_IN_FLIGHT && !this.#isWaitingOver) {
      await new Promise<void>((resolve) => {
        this.#onRoom = resolve;
      });
    }
    this.#inFlight++;
  }
  noteCommitted(): void {
    this.#inFlight--;
    this.#onRoom();
  }
  /** What is left in the pipe comes at once. */
  endWaiting(): void {
    this.#isWaitingOver = true;
    this.#onRoom();
  }
}
