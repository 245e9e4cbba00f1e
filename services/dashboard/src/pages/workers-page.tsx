// The processes that do the work, with their load.

import type { WorkerSummary } from "@spikefarm/protocol";
import { EmptyState } from "../components/empty-state.js";
import { ErrorNote } from "../components/error-note.js";
import { Moment } from "../components/moment.js";
import { StateChip } from "../components/state-chip.js";
import { farm } from "../live/farm.js";
import { useStore } from "../store.js";
import { formatBytes, formatCount } from "../values/format-number.js";

export function WorkersPage() {
  const workers = useStore(farm, (state) => state.workers);
  const error = useStore(farm, (state) => state.error);
  const atWork = workers?.filter(({ state }) => state === "ok" || state === "draining") ?? [];
  const sum = (of: (worker: WorkerSummary) => number) => atWork.reduce((total, worker) => total + of(worker), 0);
  return (
    <>
      <div class="page-head">
        <h1>Workers</h1>
        {atWork.length > 0 && (
          <p class="soft">
            {formatCount(atWork.length)} at work, {formatCount(sum(({ threads }) => threads))} threads,{" "}
            {formatCount(sum(({ tasks_running }) => tasks_running))} tasks running
          </p>
        )}
      </div>
      {error !== undefined && <ErrorNote error={error} doing="Listing the workers" />}
      {workers?.length === 0 && (
        <EmptyState title="No worker is here">
          Sweeps wait until one comes. Start one on any machine that reaches this farm's Redis: <code>spikefarm worker</code>
        </EmptyState>
      )}
      {workers !== undefined && workers.length > 0 && (
        <div class="card table-card">
          <table>
            <thead>
              <tr>
                <th scope="col">Machine</th>
                <th scope="col">State</th>
                <th scope="col">Load</th>
                <th scope="col" class="number">
                  Tasks
                </th>
                <th scope="col" class="number">
                  Memory
                </th>
                <th scope="col">Versions</th>
                <th scope="col">Modules</th>
                <th scope="col" class="number">
                  Last heard
                </th>
              </tr>
            </thead>
            <tbody>
              {workers.map((worker) => (
                <WorkerRow key={worker.id} worker={worker} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function WorkerRow({ worker }: { readonly worker: WorkerSummary }) {
  const { versions, modules } = worker;
  return (
    <tr>
      <th scope="row">
        {worker.machine}
        <span class="id soft">
          {worker.id} · pid {worker.pid}
        </span>
      </th>
      <td>
        <StateChip state={worker.state} />
        {worker.reason !== null && <span class="reason">{worker.reason}</span>}
      </td>
      <td class="progress-cell">
        <Load worker={worker} />
      </td>
      <td class="number">{formatCount(worker.tasks_running)}</td>
      <td class="number">{formatBytes(worker.memory_bytes)}</td>
      <td>
        {versions.spikefarm}
        <span class="id soft">
          numerics {versions.numerics} · protocol {versions.protocol} · Node {versions.node}
        </span>
      </td>
      <td>
        {modules.length === 0 && <span class="soft">–</span>}
        {modules.map(({ name, hash }) => (
          <span key={name} class="module" title={hash}>
            {name}
          </span>
        ))}
      </td>
      <td class="number soft">
        <Moment at={worker.last_seen_at} />
      </td>
    </tr>
  );
}

/** Cores in use, of as many as it has threads. The bar says what the words say. */
function Load({ worker }: { readonly worker: WorkerSummary }) {
  const { cpu_load, threads, state } = worker;
  if (state === "lost" || state === "refused") return <span class="soft">–</span>;
  const share = threads === 0 ? 0 : Math.min(1, Math.max(0, cpu_load / threads));
  return (
    <>
      <div class="progress" aria-hidden="true">
        <span class="load" style={{ width: `${share * 100}%` }} />
      </div>
      <span class="percent">
        {cpu_load.toFixed(1)} of {threads} {threads === 1 ? "core" : "cores"}
      </span>
    </>
  );
}
