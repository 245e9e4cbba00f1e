// A thread's task file: answers one request after the other.

import { flushesSubnormals } from "@spikefarm/numerics";
import type { StretchResult, ThreadCall } from "../messages.js";
import { SharedKernels } from "../shared-kernels.js";
import { StretchNotes } from "../stretch-notes.js";
import { carryOutStretch } from "./carry-out-stretch.js";
import { tameProcess } from "./tame-process.js";

/** No program ends so by itself. */
const UNFIT = 99;

tameProcess();

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
