// A thread's task file: answers one request after the other.

import type { StretchResult, ThreadCall } from "../messages.js";
import { StretchNotes } from "../stretch-notes.js";
import { carryOutStretch } from "./carry-out-stretch.js";

// Stdout is for results: what a module prints goes to stderr.
process.stdout.write = process.stderr.write.bind(process.stderr);

export default function runStretch({ request, notes, port }: ThreadCall): Promise<StretchResult> {
  return carryOutStretch(request, {
    notes: new StretchNotes(notes),
    send: (message, buffers) => port.postMessage(message, [...buffers]),
    onStop(listener) {
      port.on("message", listener);
      return () => port.off("message", listener);
    },
  });
}
