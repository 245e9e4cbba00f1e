// Messages on a pipe: four bytes of length (little-endian), then the message as V8 serializes it (typed arrays stay what they are).

import { writeSync } from "node:fs";
import { deserialize, serialize } from "node:v8";

const LENGTH_BYTES = 4;

/** Returns once the whole message is in the pipe, where it outlives the process; waits while the pipe is full. */
export function writeFrame(descriptor: number, message: unknown): void {
  const body = serialize(message);
  const frame = Buffer.allocUnsafe(LENGTH_BYTES + body.length);
  frame.writeUInt32LE(body.length);
  frame.set(body, LENGTH_BYTES);
  for (let written = 0; written < frame.length; ) written += writeSync(descriptor, frame, written);
}

/** Puts chunks of a pipe together; what is cut off at its end is dropped. */
export class FrameReader {
  #chunks: Uint8Array[] = [];
  #size = 0;

  /** The messages that are whole with this chunk. */
  *read(chunk: Uint8Array): Generator<unknown> {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#needed()) return;
    const bytes = Buffer.concat(this.#chunks);
    let at = 0;
    while (bytes.length - at >= LENGTH_BYTES) {
      const end = at + LENGTH_BYTES + bytes.readUInt32LE(at);
      if (end > bytes.length) break;
      yield deserialize(bytes.subarray(at + LENGTH_BYTES, end));
      at = end;
    }
    this.#chunks = [bytes.subarray(at)];
    this.#size = bytes.length - at;
  }

  /** Bytes of the first message, as far as they are known: large messages come in many chunks, and are put together once. */
  #needed(): number {
    const first = this.#chunks[0]!;
    return first.length < LENGTH_BYTES ? LENGTH_BYTES : LENGTH_BYTES + Buffer.from(first.buffer, first.byteOffset).readUInt32LE(0);
  }
}
