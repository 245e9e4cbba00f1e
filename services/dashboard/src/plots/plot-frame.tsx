// What curve and map have in common: the arrow keys read point by point, and the point that is read stands below in words, for eyes and
// screen readers alike.

import type { ComponentChildren } from "preact";
import type { Plot } from "./plot-of.js";

const KEYS: Readonly<Record<string, readonly [across: number, up: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

export function PlotFrame(frame: {
  readonly plot: Plot;
  /** The point that is read, in words. */
  readonly reading: string | undefined;
  readonly position: number | undefined;
  onMove(across: number, up: number): void;
  readonly children: ComponentChildren;
}) {
  const { plot, reading, position, onMove, children } = frame;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = KEYS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onMove(...step);
  };
  const over = plot.y === undefined ? plot.x.name : `${plot.x.name} and ${plot.y.name}`;
  return (
    <figure class="plot">
      <div
        class="plot-area"
        role="slider"
        tabIndex={0}
        aria-label={`${plot.value.name} over ${over}; the arrow keys read the points`}
        aria-valuemin={0}
        aria-valuemax={plot.points.length - 1}
        aria-valuenow={position ?? 0}
        aria-valuetext={reading ?? `${plot.points.length} points`}
        onKeyDown={onKeyDown}
      >
        {children}
      </div>
      <figcaption class="reading">{reading ?? "Point at the plot, or focus it and use the arrow keys, to read values."}</figcaption>
      <Legend plot={plot} />
    </figure>
  );
}

/** Only what is there needs explaining. */
function Legend({ plot: { kind, points } }: { readonly plot: Plot }) {
  const hasSpread = kind === "line" && points.some(({ low, high }) => low !== undefined && high !== undefined && high > low);
  const entries = [
    { mark: "is-mean", text: "mean over repeats", isThere: hasSpread },
    { mark: "is-spread", text: "least to greatest", isThere: hasSpread },
    {
      mark: kind === "line" ? "is-failed" : "is-cross",
      text: kind === "line" ? "some repeats failed" : "failed",
      isThere: points.some(({ failedCount }) => failedCount > 0),
    },
    {
      mark: "is-pending",
      text: "pending",
      isThere: kind !== "line" && points.some(({ mean, pendingCount }) => mean === undefined && pendingCount > 0),
    },
    { mark: "is-not-finite", text: "not finite", isThere: points.some(({ mean }) => mean !== undefined && !Number.isFinite(mean)) },
  ].filter(({ isThere }) => isThere);
  if (entries.length === 0) return null;
  return (
    <ul class="legend" aria-label="Legend">
      {entries.map(({ mark, text }) => (
        <li key={mark}>
          <span class={`mark ${mark}`} aria-hidden="true" />
          {text}
        </li>
      ))}
    </ul>
  );
}
