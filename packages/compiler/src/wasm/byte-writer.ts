// Bytes of a WebAssembly binary: LEB128 integers, vectors, sections (WebAssembly 2.0, chapter 5).

export class ByteWriter {
  #bytes = new Uint8Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  byte(value: number): this {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = value;
    return this;
  }

  bytes(values: Iterable<number>): this {
    for (const value of values) this.byte(value);
    return this;
  }

  /** LEB128 of an unsigned 32-bit integer. */
  unsigned(value: number): this {
    let rest = value >>> 0;
    while (rest > 127) {
      this.byte((rest & 127) | 128);
      rest >>>= 7;
    }
    return this.byte(rest);
  }

  /** LEB128 of a signed 32-bit integer. */
  signed(value: number): this {
    let rest = value | 0;
    while (rest < -64 || rest > 63) {
      this.byte((rest & 127) | 128);
      rest >>= 7;
    }
    return this.byte(rest & 127);
  }

  double(value: number): this {
    return this.bytes(doubleBytes(value));
  }

  /** ASCII only. */
  name(text: string): this {
    this.unsigned(text.length);
    for (let place = 0; place < text.length; place++) this.byte(text.charCodeAt(place));
    return this;
  }

  /** A section, or anything else that begins with its size. */
  sized(content: ByteWriter): this {
    return this.unsigned(content.length).bytes(content.toBytes());
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }
}

/** Little-endian, with the canonical NaN. */
export function doubleBytes(value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  if (Number.isNaN(value)) view.setUint32(4, 0x7ff80000, true);
  else view.setFloat64(0, value, true);
  return bytes;
}
