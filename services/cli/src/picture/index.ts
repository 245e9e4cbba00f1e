export { drawCurves } from "./draw-curves.js";
export { drawHeatMap } from "./draw-heat-map.js";
export { linePath } from "./draw-lines.js";
export { drawTrial, type RasterPanel, type TracePanel, type TrialPicture } from "./draw-trial.js";
export { PICTURE_SIZE } from "./svg.js";
