import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "../api/call.js";
import { Refresher } from "./refresher.js";

export interface Fetched<T> {
  /** The last good answer; kept while a newer one is on its way, and when that fails. */
  readonly data: T | undefined;
  readonly error: ApiError | undefined;
}

const REFRESH_EVERY_MS = 1500;

/** Fetches what `key` names, and again when `version` changes. `load` must depend on `key` alone. */
export function useFetched<T>(key: string, version: string, load: (signal: AbortSignal) => Promise<T>): Fetched<T> {
  const [fetched, setFetched] = useState<Fetched<T>>(NOTHING);
  const refresher = useRef<Refresher<T>>(undefined);
  useEffect(() => {
    setFetched(NOTHING);
    refresher.current = new Refresher<T>({
      load,
      settle: (outcome) =>
        setFetched((before) =>
          "data" in outcome ? { data: outcome.data, error: undefined } : { data: before.data, error: asApiError(outcome.error) },
        ),
      intervalMs: REFRESH_EVERY_MS,
    });
    return () => refresher.current?.close();
  }, [key]);
  useEffect(() => refresher.current?.refresh(), [key, version]);
  return fetched;
}

const NOTHING = { data: undefined, error: undefined };

const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError
    ? error
    : new ApiError("The coordinator's answer could not be read.", { code: "UNREADABLE_ANSWER", cause: error });
