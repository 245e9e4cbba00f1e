// The trials that failed, each with where it stands, why, and with what parameters.

import type { Column, FailedTrial, SweepDetail } from "@spikefarm/protocol";
import { FAILURES_SHOWN, listFailures } from "../api/farm-api.js";
import { ErrorNote } from "../components/error-note.js";
import { useFetched } from "../live/use-fetched.js";
import { formatCount } from "../values/format-number.js";
import { showValue } from "../values/shown-unit.js";

export function FailuresPanel({ sweep, version }: { readonly sweep: SweepDetail; readonly version: string }) {
  return sweep.trials.failed === 0 ? null : <Failures sweep={sweep} version={version} />;
}

function Failures({ sweep, version }: { readonly sweep: SweepDetail; readonly version: string }) {
  const { data: trials, error } = useFetched(sweep.id, version, (signal) => listFailures(sweep.id, signal));
  const count = sweep.trials.failed;
  return (
    <section class="card" aria-label="Failed trials">
      <div class="card-head">
        <h2>
          Failed trials <span class="count is-bad">{formatCount(count)}</span>
        </h2>
        {count > FAILURES_SHOWN && <p class="soft small">The first {FAILURES_SHOWN}; a download has them all.</p>}
      </div>
      {error !== undefined && <ErrorNote error={error} doing="Listing the failed trials" />}
      {trials !== undefined && <FailuresTable trials={trials} parameters={sweep.parameters} />}
    </section>
  );
}

function FailuresTable({ trials, parameters }: { readonly trials: readonly FailedTrial[]; readonly parameters: readonly Column[] }) {
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col" class="number">
              Point
            </th>
            <th scope="col" class="number">
              Repeat
            </th>
            {parameters.map(({ name }) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
            <th scope="col">Error</th>
          </tr>
        </thead>
        <tbody>
          {trials.map((trial) => (
            <tr key={`${trial.point} ${trial.repeat}`}>
              <td class="number">{trial.point}</td>
              <td class="number">{trial.repeat}</td>
              {parameters.map((column) => (
                <td key={column.name} class="number">
                  {trial.parameters[column.name] === undefined ? "–" : showValue(trial.parameters[column.name]!, column)}
                </td>
              ))}
              <td class="error">
                <code class="bad">{trial.code}</code>
                {trial.status !== "failed" && <span class="chip is-bad">{trial.status.replace("_", " ")}</span>}
                <span class="message">{trial.message}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
