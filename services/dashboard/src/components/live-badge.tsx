// Whether what the page shows is current: live · reconnecting, with since when it may be out of date.

import { authorization } from "../api/authorization.js";
import { farm } from "../live/farm.js";
import { useStore } from "../store.js";
import { formatMoment } from "../values/format-time.js";

export function LiveBadge() {
  const connection = useStore(farm, (state) => state.connection);
  const isTokenNeeded = useStore(authorization, (state) => state.isTokenNeeded);
  if (isTokenNeeded) return null;
  const since = connection.kind === "reconnecting" && connection.sinceMs !== undefined ? new Date(connection.sinceMs) : undefined;
  return (
    <div class={`live-badge is-${connection.kind}`} role="status" title={since?.toISOString()}>
      <span class="dot" aria-hidden="true" />
      <span>{connection.kind}</span>
      {since !== undefined && <span class="soft">stale since {formatMoment(since, new Date())}</span>}
    </div>
  );
}
