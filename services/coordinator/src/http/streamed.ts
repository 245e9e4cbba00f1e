// A body that is written piece by piece while it is sent: the producer waits for the reader, and stops when the reader has gone.

import { once } from "node:events";
import { PassThrough, type Readable } from "node:stream";

export type Write = (piece: string | Uint8Array) => Promise<void>;

export function streamed(produce: (write: Write) => Promise<void>): Readable {
  const stream = new PassThrough();
  const gone = once(stream, "close");
  const write: Write = async (piece) => {
    if (stream.destroyed) throw new ReaderGone();
    if (!stream.write(piece)) await Promise.race([once(stream, "drain"), gone]);
    if (stream.destroyed) throw new ReaderGone();
  };
  produce(write).then(
    () => stream.end(),
    (error: unknown) => {
      if (!(error instanceof ReaderGone)) stream.destroy(error instanceof Error ? error : new Error(String(error)));
    },
  );
  return stream;
}

class ReaderGone extends Error {}
