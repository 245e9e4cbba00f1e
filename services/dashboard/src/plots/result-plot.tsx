import { HeatMap } from "./heat-map.js";
import { LinePlot } from "./line-plot.js";
import type { Plot } from "./plot-of.js";

export const ResultPlot = ({ plot }: { readonly plot: Plot }) =>
  plot.kind === "line" ? <LinePlot plot={plot} /> : <HeatMap plot={plot} />;
