// One sweep: how far it is, what came out, what failed, and what was asked for.
//
// The summary is live. What is fetched (detail, aggregate, failures) is fetched again when counts or state change, at a bounded rate.

import type { SweepDetail, SweepSummary } from "@spikefarm/protocol";
import { showSweep } from "../api/farm-api.js";
import { CancelButton } from "../components/cancel-button.js";
import { DownloadLinks } from "../components/download-links.js";
import { EmptyState } from "../components/empty-state.js";
import { ErrorNote } from "../components/error-note.js";
import { StateChip } from "../components/state-chip.js";
import { farm } from "../live/farm.js";
import { useFetched } from "../live/use-fetched.js";
import { useStore } from "../store.js";
import { DocumentPanel } from "./document-panel.js";
import { FailuresPanel } from "./failures-panel.js";
import { ProgressPanel } from "./progress-panel.js";
import { ResultPanel } from "./result-panel.js";

export function SweepPage({ id }: { readonly id: string }) {
  const live = useStore(farm, (state) => state.sweeps?.get(id));
  const session = useStore(farm, (state) => state.session);
  const { data: fetched, error } = useFetched(id, `${session} ${live?.state}`, (signal) => showSweep(id, signal));
  if (fetched === undefined) {
    if (error?.status === 404) {
      return (
        <EmptyState title="There is no such sweep">
          The farm knows no sweep <code>{id}</code>. <a href="#/">See all sweeps</a>
        </EmptyState>
      );
    }
    return error === undefined ? <p class="soft">Asking the coordinator …</p> : <ErrorNote error={error} doing="Opening the sweep" />;
  }
  const sweep: SweepDetail = { ...fetched, ...live };
  const version = `${session} ${sweep.state} ${countsOf(sweep)}`;
  return (
    <>
      <nav class="crumbs" aria-label="Where you are">
        <a href="#/">Sweeps</a> <span aria-hidden="true">/</span> <span class="soft">{sweep.id}</span>
      </nav>
      <div class="page-head">
        <h1>{sweep.name || sweep.id}</h1>
        <StateChip state={sweep.state} />
        <div class="actions">
          <CancelButton sweep={sweep} />
          <DownloadLinks sweep={sweep} />
        </div>
      </div>
      {error !== undefined && <ErrorNote error={error} doing="Bringing this page up to date" />}
      {sweep.failure !== null && (
        <p class="note is-bad" role="alert">
          {sweep.failure.message} <code class="soft">{sweep.failure.code}</code>
        </p>
      )}
      <ProgressPanel sweep={sweep} />
      <ResultPanel sweep={sweep} version={version} />
      <FailuresPanel sweep={sweep} version={`${session} ${sweep.trials.failed}`} />
      <DocumentPanel sweep={sweep} />
    </>
  );
}

const countsOf = ({ trials }: SweepSummary): string => `${trials.ok} ${trials.failed} ${trials.skipped}`;
