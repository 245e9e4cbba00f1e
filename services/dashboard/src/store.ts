// A value that components follow: the whole of the page's state management.

import { useEffect, useState } from "preact/hooks";

export interface Store<T> {
  get(): T;
  set(value: T): void;
  /** Calls back after each change; the returned function ends that. */
  subscribe(listener: () => void): () => void;
}

export function createStore<T>(initial: T): Store<T> {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(value) {
      if (Object.is(value, current)) return;
      current = value;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What `select` finds in the store; the component is drawn again when that changes (compared by identity). */
export function useStore<T, S>(store: Store<T>, select: (value: T) => S): S {
  const [selected, setSelected] = useState(() => select(store.get()));
  useEffect(() => {
    const update = () => setSelected(() => select(store.get()));
    update(); // the store may have changed between drawing and this effect
    return store.subscribe(update);
    // A selection is a plain path into the store, so a later function of the same component selects the same.
  }, [store]);
  return selected;
}
