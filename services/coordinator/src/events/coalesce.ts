// Many changes, few events: what changes often is looked at again at most once an interval, the first time at once, and after the last
// change once more.

export interface Coalesced<Key> {
  changed(key: Key): void;
  close(): void;
}

/** `look` is called with a key that has changed, at most every `intervalMs` for one key, and never twice at a time for it. */
export function coalesce<Key>(intervalMs: number, look: (key: Key) => Promise<void>): Coalesced<Key> {
  /** Keys that rest until their timer fires; true when they have changed meanwhile. */
  const resting = new Map<Key, { isDirty: boolean; timer?: NodeJS.Timeout }>();
  let isClosed = false;

  const lookAt = async (key: Key): Promise<void> => {
    const rest: { isDirty: boolean; timer?: NodeJS.Timeout } = { isDirty: false };
    resting.set(key, rest);
    await look(key);
    if (isClosed) return;
    rest.timer = setTimeout(() => {
      resting.delete(key);
      if (rest.isDirty) void lookAt(key);
    }, intervalMs).unref();
  };

  return {
    changed(key) {
      if (isClosed) return;
      const rest = resting.get(key);
      if (rest === undefined) void lookAt(key);
      else rest.isDirty = true;
    },
    close() {
      isClosed = true;
      for (const { timer } of resting.values()) clearTimeout(timer);
      resting.clear();
    },
  };
}
