// Where a stretch is run: on a thread of the pool (thread-pool.ts), or in a process of its own (isolated-runner.ts).

import type { StretchRequest, StretchResult, ThreadMessage } from "./messages.js";
import type { WatchedNotes } from "./stretch-notes.js";

export interface StretchRunner {
  /** What a trial can end here. */
  readonly place: "thread" | "process";
  /** `hear` is told every message that was sent, before `result` settles: a finished row that was sent is never lost. */
  start(request: StretchRequest, hear: (message: ThreadMessage) => void): StartedStretch;
}

export interface StartedStretch {
  readonly notes: WatchedNotes;
  /** Rejects when the thread or the process died, with the reason. */
  readonly result: Promise<StretchResult>;
  /** Asks for a stop, which may not be heeded. */
  requestStop(): void;
  /** Ends the thread or the process. */
  kill(): void;
}
