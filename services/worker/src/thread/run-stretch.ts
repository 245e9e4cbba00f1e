// A thread's task file: answers one request after the other.

import { flushesSubnormals } from "@spikefarm/numerics";
import type { StretchResult, ThreadCall } from "../messages.js";
import { SharedKernels } from "../shared-kernels.js";
import { StretchNotes } from "../stretch-notes.js";
import { carryOutStretch } from "./carry-out-stretch.js";

/** As a shell shows a process that aborted. */
const ABORTED = 134;
/** No program ends so by itself. */
const UNFIT = 99;

// Stdout is for results: what a module prints goes to stderr.
process.stdout.write = process.stderr.write.bind(process.stderr);
// On a thread Node makes an error of it, which would be a failed row here and a crashed one in a process of its own.
process.abort = () => process.exit(ABORTED);

export default function runStretch({ request, notes, kernels, port }: ThreadCall): Promise<StretchResult> {
  // A library of an earlier task has changed this thread's arithmetic: a new thread takes this one.
  if (flushesSubnormals()) process.exit(UNFIT);
  return carryOutStretch(request, {
    notes: new StretchNotes(notes),
    kernels: new SharedKernels(kernels),
    send: (message, buffers) => port.postMessage(message, [...buffers]),
    onStop(listener) {
      port.on("message", listener);
      return () => port.off("message", listener);
    },
  });
}
