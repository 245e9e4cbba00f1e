// All sweeps, newest first.

import type { SweepSummary } from "@spikefarm/protocol";
import { useState } from "preact/hooks";
import { EmptyState } from "../components/empty-state.js";
import { ErrorNote } from "../components/error-note.js";
import { Moment } from "../components/moment.js";
import { ProgressBar, percentOf } from "../components/progress-bar.js";
import { StateChip } from "../components/state-chip.js";
import { TimeLeft } from "../components/time-left.js";
import { farm } from "../live/farm.js";
import { hrefOfSweep } from "../route.js";
import { useStore } from "../store.js";
import { formatCount } from "../values/format-number.js";

const ROWS_AT_A_TIME = 100;

export function SweepsPage() {
  const sweeps = useStore(farm, (state) => state.sweeps);
  const error = useStore(farm, (state) => state.error);
  const [limit, setLimit] = useState(ROWS_AT_A_TIME);
  const newestFirst = [...(sweeps?.values() ?? [])].sort(byNewest);
  const runningCount = newestFirst.filter(({ state }) => state === "running").length;
  return (
    <>
      <div class="page-head">
        <h1>Sweeps</h1>
        {newestFirst.length > 0 && (
          <p class="soft">
            {formatCount(newestFirst.length)} in all, {formatCount(runningCount)} running
          </p>
        )}
      </div>
      {error !== undefined && <ErrorNote error={error} doing="Listing the sweeps" />}
      {sweeps === undefined && error === undefined && <p class="soft">Asking the coordinator …</p>}
      {sweeps?.size === 0 && (
        <EmptyState title="No sweep yet">
          Submit one from a terminal; it appears here by itself: <code>spikefarm submit examples/if-curve.yaml</code>
        </EmptyState>
      )}
      {newestFirst.length > 0 && <SweepTable sweeps={newestFirst.slice(0, limit)} />}
      {newestFirst.length > limit && (
        <button type="button" class="button more" onClick={() => setLimit(limit + ROWS_AT_A_TIME)}>
          Show more of the other {formatCount(newestFirst.length - limit)}
        </button>
      )}
    </>
  );
}

function SweepTable({ sweeps }: { readonly sweeps: readonly SweepSummary[] }) {
  return (
    <div class="card table-card">
      <table class="sweeps">
        <thead>
          <tr>
            <th scope="col">Sweep</th>
            <th scope="col">State</th>
            <th scope="col">Progress</th>
            <th scope="col" class="number">
              Trials
            </th>
            <th scope="col" class="number">
              Failed
            </th>
            <th scope="col" class="number">
              Time left
            </th>
            <th scope="col" class="number">
              Submitted
            </th>
          </tr>
        </thead>
        <tbody>
          {sweeps.map((sweep) => (
            <SweepRow key={sweep.id} sweep={sweep} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SweepRow({ sweep }: { readonly sweep: SweepSummary }) {
  const { total, failed } = sweep.trials;
  return (
    <tr>
      <th scope="row">
        <a class="row-link" href={hrefOfSweep(sweep.id)}>
          {sweep.name || sweep.id}
        </a>
        <span class="id soft">{sweep.id}</span>
      </th>
      <td>
        <StateChip state={sweep.state} />
      </td>
      <td class="progress-cell">
        <ProgressBar sweep={sweep} />
        <span class="percent">{percentOf(sweep)}</span>
      </td>
      <td class="number">{formatCount(total)}</td>
      <td class={failed > 0 ? "number bad" : "number soft"}>{formatCount(failed)}</td>
      <td class="number">
        <TimeLeft sweep={sweep} />
      </td>
      <td class="number soft">
        <Moment at={sweep.created_at} />
      </td>
    </tr>
  );
}

/** Ids sort by time of creation too, and tell apart what was made in the same second. */
const byNewest = (a: SweepSummary, b: SweepSummary): number => compare(b.created_at, a.created_at) || compare(b.id, a.id);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
