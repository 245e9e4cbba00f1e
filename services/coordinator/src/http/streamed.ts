// A body that is written piece by piece. What is one piece is sent whole, with the answer's head in one write; what is more is sent while it
// is written: the producer waits for the reader, and stops when the reader has gone.

import { once } from "node:events";
import { PassThrough, type Readable } from "node:stream";

export type Piece = string | Uint8Array;
export type Write = (piece: Piece) => Promise<void>;

/** Rejects with what is thrown before the second piece; what is thrown later cuts the body off. */
export function streamed(produce: (write: Write) => Promise<void>): Promise<Piece | Readable> {
  return new Promise((resolve, reject) => {
    let first: Piece | undefined;
    let stream: PassThrough | undefined;
    const write: Write = async (piece) => {
      if (first === undefined) {
        first = piece;
        return;
      }
      if (stream === undefined) {
        stream = new PassThrough();
        resolve(stream);
        await send(stream, first);
      }
      await send(stream, piece);
    };
    produce(write).then(
      () => (stream === undefined ? resolve(first ?? "") : stream.end()),
      (error: unknown) => {
        if (stream === undefined) reject(error);
        else if (!(error instanceof ReaderGone)) stream.destroy(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}

async function send(stream: PassThrough, piece: Piece): Promise<void> {
  if (stream.destroyed) throw new ReaderGone();
  if (!stream.write(piece)) await Promise.race([once(stream, "drain"), once(stream, "close")]);
  if (stream.destroyed) throw new ReaderGone();
}

class ReaderGone extends Error {}
