// First in, first out, in constant time: items before `#head` have left. The array is cut once most of it has.

const CUT_AT_LEAST = 1024;

export class WaitingLine<Item> {
  #items: (Item | undefined)[] = [];
  #head = 0;

  push(item: Item): void {
    this.#items.push(item);
  }

  shift(): Item | undefined {
    if (this.#head === this.#items.length) return undefined;
    const item = this.#items[this.#head];
    this.#items[this.#head++] = undefined;
    if (this.#head >= CUT_AT_LEAST && this.#head * 2 >= this.#items.length) this.#cut();
    return item;
  }

  /** Takes out and returns every item that matches; the others keep their order. */
  remove(matches: (item: Item) => boolean): Item[] {
    this.#cut();
    const items = this.#items as Item[];
    const removed = items.filter(matches);
    if (removed.length > 0) this.#items = items.filter((item) => !matches(item));
    return removed;
  }

  #cut(): void {
    this.#items = this.#items.slice(this.#head);
    this.#head = 0;
  }
}
