import type { SweepSummary } from "@spikefarm/protocol";
import { formatDuration } from "../values/format-time.js";

/** When a sweep will be done, as far as can be told. */
export function TimeLeft({ sweep }: { readonly sweep: SweepSummary }) {
  if (sweep.state !== "running") return <span class="soft">–</span>;
  if (sweep.eta_s === null) return <span class="soft">not known yet</span>;
  return <span title={`estimated; running for ${formatDuration(sweep.elapsed_s ?? 0)}`}>{formatDuration(sweep.eta_s)}</span>;
}
