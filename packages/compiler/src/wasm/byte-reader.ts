// Reads what ByteWriter writes.

export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new Error("the module ends too early");
    return byte;
  }

  bytes(count: number): Uint8Array<ArrayBuffer> {
    return Uint8Array.from({ length: count }, () => this.byte());
  }

  unsigned(): number {
    return this.#leb().value >>> 0;
  }

  signed(): number {
    const { value, bits, last } = this.#leb();
    return bits < 32 && (last & 64) !== 0 ? value | (-1 << bits) : value;
  }

  name(): string {
    return String.fromCharCode(...this.bytes(this.unsigned()));
  }

  /** What begins with its size. */
  sized(): ByteReader {
    return new ByteReader(this.bytes(this.unsigned()));
  }

  /** A vector: its length, then its items. */
  list<Item>(read: (index: number) => Item): Item[] {
    return Array.from({ length: this.unsigned() }, (_, index) => read(index));
  }

  #leb() {
    let value = 0;
    for (let bits = 0; ; ) {
      const last = this.byte();
      value |= (last & 127) << bits;
      bits += 7;
      if (last < 128) return { value, bits, last };
    }
  }
}
