import type { ThreadMessage } from "../messages.js";
import type { SharedKernels } from "../shared-kernels.js";
import type { KeptNotes } from "../stretch-notes.js";

/** What connects a running stretch with the side that asked for it. */
export interface StretchLine {
  readonly notes: KeptNotes;
  /** What other threads have compiled; absent where there are none. */
  readonly kernels?: SharedKernels;
  /** The buffers are given away. */
  send(message: ThreadMessage, buffers: readonly ArrayBuffer[]): void;
  /** Returns the way to stop listening. */
  onStop(listener: () => void): () => void;
}
