// One output over one axis: the mean as a line, the spread over repeats as a band, failed trials as marks at the bottom.

import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { formatNumber } from "../values/format-number.js";
import { describePoint } from "./describe-point.js";
import { type Palette, usePalette } from "./palette.js";
import { PlotFrame } from "./plot-frame.js";
import type { Plot } from "./plot-of.js";
import { useWidth } from "./use-width.js";

const HEIGHT = 340;
const MOST_DOTS = 80;
const TICK_DIGITS = 6;

export function LinePlot({ plot }: { readonly plot: Plot }) {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const [selected, setSelected] = useState<number>();
  const width = useWidth(element);
  const palette = usePalette();
  useEffect(() => {
    if (width === 0) return;
    chart.current = new uPlot(optionsOf(plot, { width, palette, onSelect: setSelected }), dataOf(plot), element.current!);
    return () => chart.current?.destroy();
  }, [plot, width, palette]);

  const move = (step: number) => {
    const u = chart.current;
    if (u === undefined) return;
    const next = Math.min(plot.points.length - 1, Math.max(0, selected === undefined ? 0 : selected + step));
    setSelected(next);
    const top = u.valToPos(u.data[1]![next] ?? u.scales.y?.min ?? 0, "y");
    u.setCursor({ left: u.valToPos(u.data[0]![next]!, "x"), top }, false);
  };
  const point = selected === undefined ? undefined : plot.points[selected];
  return (
    <PlotFrame
      plot={plot}
      reading={point && describePoint(plot, point)}
      position={selected}
      onMove={(across, up) => move(across !== 0 ? across : up)}
    >
      <div class="line-plot" ref={element} />
    </PlotFrame>
  );
}

function optionsOf(plot: Plot, draw: { width: number; palette: Palette; onSelect(index: number | undefined): void }): uPlot.Options {
  const { width, palette, onSelect } = draw;
  const { x, points } = plot;
  const axis = {
    stroke: palette.softText,
    font: palette.font,
    labelFont: palette.font,
    grid: { stroke: palette.line, width: 1 },
    ticks: { show: false },
    gap: 7,
  };
  const hidden = { stroke: "transparent", width: 0, points: { show: false } };
  return {
    width,
    height: HEIGHT,
    padding: [12, 16, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 9, fill: palette.accent, stroke: palette.surface, width: 2 } },
    scales: { x: { time: false, range: rangeOfX, ...(x.isGeometric && { distr: 3 }) }, y: { range: rangeOfY } },
    series: [
      {},
      { stroke: palette.accent, width: 2, points: { show: points.length <= MOST_DOTS, size: 6, fill: palette.surface, width: 1.5 } },
      hidden,
      hidden,
    ],
    bands: [{ series: [3, 2], fill: palette.band }],
    axes: [
      { ...axis, label: x.title, labelSize: 22, size: 30, values: (_, splits) => splits.map((split) => labelOf(plot, split)) },
      {
        ...axis,
        label: plot.value.title,
        labelSize: 24,
        size: 60,
        values: (_, splits) => splits.map((split) => formatNumber(split, TICK_DIGITS)),
      },
    ],
    hooks: {
      draw: [(u) => markFailures(u, plot, palette)],
      setCursor: [(u) => onSelect(u.cursor.idx ?? undefined)],
    },
  };
}

/** x, mean, low, high; what is not finite leaves a gap. */
function dataOf({ x, points }: Plot): uPlot.AlignedData {
  const finite = (value: number | undefined) => (value !== undefined && Number.isFinite(value) ? value : null);
  return [
    points.map((point) => x.values[point.x]!),
    points.map(({ mean }) => finite(mean)),
    points.map(({ low }) => finite(low)),
    points.map(({ high }) => finite(high)),
  ];
}

/** A lone value in the middle; otherwise from the first to the last with a little air. */
function rangeOfX(u: uPlot, least: number, greatest: number): uPlot.Range.MinMax {
  if (u.scales.x?.distr === 3) return [least, greatest];
  const air = (greatest - least) * 0.02 || 1;
  return [least - air, greatest + air];
}

function rangeOfY(_: uPlot, least: number | null, greatest: number | null): uPlot.Range.MinMax {
  if (least === null || greatest === null) return [0, 1];
  const air = (greatest - least) * 0.08 || Math.abs(greatest) * 0.1 || 1;
  // Counts and rates stand on zero rather than float a little below it.
  return [least >= 0 && least - air < 0 ? 0 : least - air, greatest + air];
}

function labelOf({ x }: Plot, split: number | null): string {
  if (split === null) return "";
  return x.isNumeric ? formatNumber(split, TICK_DIGITS) : (x.labels[split] ?? "");
}

function markFailures(u: uPlot, { x, points }: Plot, palette: Palette): void {
  const size = 5 * devicePixelRatio;
  const bottom = u.bbox.top + u.bbox.height;
  u.ctx.fillStyle = palette.failed;
  for (const point of points) {
    if (point.failedCount === 0) continue;
    const left = u.valToPos(x.values[point.x]!, "x", true);
    u.ctx.beginPath();
    u.ctx.moveTo(left - size, bottom);
    u.ctx.lineTo(left + size, bottom);
    u.ctx.lineTo(left, bottom - size * 1.6);
    u.ctx.fill();
  }
}
