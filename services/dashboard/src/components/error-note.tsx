import type { ApiError } from "../api/call.js";

/** What went wrong, in the API's own words. */
export function ErrorNote({ error, doing }: { readonly error: ApiError; readonly doing: string }) {
  return (
    <p class="note is-bad" role="alert">
      <strong>{doing} failed.</strong> {error.message} <code class="soft">{error.code}</code>
    </p>
  );
}
