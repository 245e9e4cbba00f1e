// What came out: one output, plotted over the swept parameters, and the same as a table.

import type { Aggregate, SweepDetail } from "@spikefarm/protocol";
import { useMemo, useState } from "preact/hooks";
import { aggregateOutput } from "../api/farm-api.js";
import { Choice } from "../components/choice.js";
import { EmptyState } from "../components/empty-state.js";
import { ErrorNote } from "../components/error-note.js";
import { useFetched } from "../live/use-fetched.js";
import { firstView, plotOf, type View, valueLabels } from "../plots/plot-of.js";
import { ResultPlot } from "../plots/result-plot.js";
import { formatCount } from "../values/format-number.js";
import { PointsTable } from "./points-table.js";

export function ResultPanel({ sweep, version }: { readonly sweep: SweepDetail; readonly version: string }) {
  // Lists and texts have no mean.
  const names = sweep.outputs.filter(({ shape, kind }) => shape.length === 0 && kind !== "text").map(({ name }) => name);
  const [chosen, setChosen] = useState<string>();
  const output = chosen ?? names[0];
  return (
    <section class="card" aria-label="Result">
      <div class="card-head">
        <h2>Result</h2>
        {output !== undefined && names.length > 1 && <Choice label="Output" value={output} names={names} onChoose={setChosen} />}
      </div>
      {output === undefined ? (
        <EmptyState title="No output is a single number">Download the table: it has the lists and texts of this sweep.</EmptyState>
      ) : (
        <OutputPlot key={output} sweep={sweep} output={output} version={version} />
      )}
    </section>
  );
}

function OutputPlot({ sweep, output, version }: { readonly sweep: SweepDetail; readonly output: string; readonly version: string }) {
  const { data: aggregate, error } = useFetched(`${sweep.id} ${output}`, version, (signal) => aggregateOutput(sweep.id, output, signal));
  if (aggregate === undefined) {
    return error === undefined ? (
      <p class="soft plot-space">Asking for the result …</p>
    ) : (
      <ErrorNote error={error} doing="Reading the result" />
    );
  }
  return (
    <>
      {error !== undefined && <ErrorNote error={error} doing="Bringing the plot up to date" />}
      <AggregatePlot aggregate={aggregate} />
    </>
  );
}

function AggregatePlot({ aggregate }: { readonly aggregate: Aggregate }) {
  const [chosen, setChosen] = useState<View>();
  const view = useMemo(() => chosen ?? firstView(aggregate), [chosen, aggregate]);
  const plot = useMemo(() => plotOf(aggregate, view), [aggregate, view]);
  const hasResult = aggregate.points.some(({ n_ok }) => n_ok > 0);
  const isThinned = aggregate.points.length < aggregate.total_points;
  return (
    <>
      {view !== undefined && aggregate.parameters.length > 2 && <ViewChoices aggregate={aggregate} view={view} onChoose={setChosen} />}
      {!hasResult && <EmptyState title="No result yet">It is drawn here as soon as the first trials are stored.</EmptyState>}
      {hasResult && plot !== undefined && <ResultPlot plot={plot} />}
      {isThinned && (
        <p class="soft small">
          Shows {formatCount(aggregate.points.length)} of {formatCount(aggregate.total_points)} points, evenly thinned. A download has them
          all.
        </p>
      )}
      {hasResult && <PointsTable aggregate={aggregate} isOpen={plot === undefined} />}
    </>
  );
}

/** With more than two parameters: which two are drawn, and where the others are held. */
function ViewChoices({ aggregate, view, onChoose }: { readonly aggregate: Aggregate; readonly view: View; onChoose(view: View): void }) {
  const parameters = valueLabels(aggregate);
  const names = parameters.map(({ name }) => name);
  const choose = (x: string, y: string) => {
    const rest = parameters.filter(({ name }) => name !== x && name !== y);
    onChoose({ x, y, held: Object.fromEntries(rest.map(({ name, labels }) => [name, view.held[name] ?? labels[0]!])) });
  };
  const y = view.y!;
  return (
    <div class="choices">
      <Choice label="Across" value={view.x} names={names} onChoose={(name) => choose(name, name === y ? view.x : y)} />
      <Choice label="Up" value={y} names={names} onChoose={(name) => choose(name === view.x ? y : view.x, name)} />
      {parameters
        .filter(({ name }) => name in view.held)
        .map(({ name, labels }) => (
          <Choice
            key={name}
            label={`${name} =`}
            value={view.held[name]!}
            names={labels}
            onChoose={(label) => onChoose({ ...view, held: { ...view.held, [name]: label } })}
          />
        ))}
    </div>
  );
}
