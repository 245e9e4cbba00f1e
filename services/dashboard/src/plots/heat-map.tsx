// One output over two axes.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { describePoint } from "./describe-point.js";
import { drawMap } from "./draw-map.js";
import { layoutMap, MAP_HEIGHT, type MapLayout } from "./map-layout.js";
import { usePalette } from "./palette.js";
import { PlotFrame } from "./plot-frame.js";
import type { Plot, PlotPoint } from "./plot-of.js";
import { useWidth } from "./use-width.js";

export function HeatMap({ plot }: { readonly plot: Plot }) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [selected, setSelected] = useState<number>();
  const width = useWidth(frame);
  const palette = usePalette();
  const layout = useMemo(() => layoutMap(plot, width), [plot, width]);
  const point = selected === undefined ? undefined : plot.points[selected];

  useEffect(() => {
    const element = canvas.current!;
    const context = element.getContext("2d");
    if (width === 0 || context === null) return;
    element.width = width * devicePixelRatio;
    element.height = MAP_HEIGHT * devicePixelRatio;
    context.scale(devicePixelRatio, devicePixelRatio);
    drawMap(context, plot, layout, palette);
  }, [plot, layout, palette, width]);

  const onMouseMove = (event: MouseEvent) => {
    const index = indexAt(plot, layout, { left: event.offsetX, top: event.offsetY });
    setSelected(index);
  };
  return (
    <PlotFrame
      plot={plot}
      reading={point && describePoint(plot, point)}
      position={selected}
      onMove={(across, up) => setSelected(point === undefined ? 0 : neighbourOf(plot.points, point, across, up))}
    >
      <div class="heat-map" ref={frame}>
        <canvas ref={canvas} style={{ height: `${MAP_HEIGHT}px` }} onMouseMove={onMouseMove} onMouseLeave={() => setSelected(undefined)} />
        {point !== undefined && <Marker layout={layout} point={point} />}
      </div>
    </PlotFrame>
  );
}

/** Outlines the point that is read, above the canvas, so that the map need not be drawn again. */
function Marker({ layout, point }: { readonly layout: MapLayout; readonly point: PlotPoint }) {
  const { left, top, width, height } = layout.boxOf(point.x, point.y);
  return <div class="marker" style={{ left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` }} />;
}

function indexAt({ points }: Plot, layout: MapLayout, at: { readonly left: number; readonly top: number }): number | undefined {
  const index = points.findIndex(({ x, y }) => {
    const box = layout.boxOf(x, y);
    return at.left >= box.left && at.left < box.left + box.width && at.top >= box.top && at.top < box.top + box.height;
  });
  return index < 0 ? undefined : index;
}

/** The nearest point in a direction, along it before across it; the same point where there is none. */
function neighbourOf(points: readonly PlotPoint[], from: PlotPoint, across: number, up: number): number {
  const distance = ({ x, y }: PlotPoint) => {
    const along = (x - from.x) * across + (y - from.y) * up;
    const aside = Math.abs((x - from.x) * up) + Math.abs((y - from.y) * across);
    return along > 0 ? along + 2 * aside : Number.POSITIVE_INFINITY;
  };
  let nearest = points.indexOf(from);
  let least = Number.POSITIVE_INFINITY;
  points.forEach((candidate, index) => {
    if (distance(candidate) >= least) return;
    least = distance(candidate);
    nearest = index;
  });
  return nearest;
}
