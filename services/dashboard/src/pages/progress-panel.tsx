import type { SweepDetail } from "@spikefarm/protocol";
import type { ComponentChildren } from "preact";
import { Moment } from "../components/moment.js";
import { ProgressBar, percentOf, segmentsOf } from "../components/progress-bar.js";
import { TimeLeft } from "../components/time-left.js";
import { formatCount } from "../values/format-number.js";
import { formatDuration } from "../values/format-time.js";

const DIGEST_CHARACTERS = 16;

export function ProgressPanel({ sweep }: { readonly sweep: SweepDetail }) {
  const { total, pending } = sweep.trials;
  const segments = segmentsOf(sweep);
  return (
    <section class="card" aria-label="Progress">
      <div class="progress-head">
        <span class="big">{percentOf(sweep)}</span>
        <span class="soft">
          {formatCount(total - pending)} of {formatCount(total)} trials
        </span>
      </div>
      <div class="progress-large">
        <ProgressBar sweep={sweep} />
      </div>
      <ul class="legend" aria-label="Trials by state">
        {segments.map(({ kind, trials }) => (
          <li key={kind}>
            <span class={`mark is-${kind}`} aria-hidden="true" />
            {formatCount(trials)} {kind}
          </li>
        ))}
      </ul>
      <dl class="facts">
        <Fact name="Points × repeats">
          {formatCount(sweep.points)} × {formatCount(sweep.repeats)}
        </Fact>
        {sweep.state === "running" && (
          <>
            <Fact name="Time left">
              <TimeLeft sweep={sweep} />
            </Fact>
            <Fact name="Tasks running">{formatCount(sweep.tasks_running)}</Fact>
          </>
        )}
        {sweep.elapsed_s !== null && <Fact name="Running for">{formatDuration(sweep.elapsed_s)}</Fact>}
        <Fact name="Submitted">
          <Moment at={sweep.created_at} />
        </Fact>
        {sweep.digest !== null && (
          <Fact name="Digest">
            <code title={sweep.digest}>{sweep.digest.slice(0, DIGEST_CHARACTERS)}</code>
          </Fact>
        )}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
