// Colours for canvases: the tokens of style/tokens.css, read anew when the system turns dark or light.

import { useEffect, useState } from "preact/hooks";

export interface Palette {
  readonly text: string;
  readonly softText: string;
  readonly line: string;
  readonly surface: string;
  readonly accent: string;
  readonly band: string;
  readonly failed: string;
  readonly failedSoft: string;
  readonly pending: string;
  readonly font: string;
}

export function usePalette(): Palette {
  const [palette, setPalette] = useState(readPalette);
  useEffect(() => {
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    const update = () => setPalette(readPalette());
    scheme.addEventListener("change", update);
    return () => scheme.removeEventListener("change", update);
  }, []);
  return palette;
}

function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: token("--text"),
    softText: token("--text-soft"),
    line: token("--line"),
    surface: token("--surface"),
    accent: token("--accent"),
    band: token("--band"),
    failed: token("--failed"),
    failedSoft: token("--failed-soft"),
    pending: token("--track"),
    font: `12px ${token("--font")}`,
  };
}

// Viridis (Smith & van der Walt, matplotlib 2.0) at nine even steps: lightness rises evenly, also for the colour-blind and in grey.
const VIRIDIS: readonly (readonly [number, number, number])[] = [
  [68, 1, 84],
  [71, 44, 122],
  [59, 81, 139],
  [44, 113, 142],
  [33, 144, 141],
  [39, 173, 129],
  [92, 200, 99],
  [170, 220, 50],
  [253, 231, 37],
];

/** The colour of a value from 0 to 1. */
export function heatColor(fraction: number): string {
  const position = Math.min(1, Math.max(0, fraction)) * (VIRIDIS.length - 1);
  const index = Math.min(VIRIDIS.length - 2, Math.floor(position));
  const mix = position - index;
  const channels = VIRIDIS[index]!.map((channel, at) => Math.round(channel + (VIRIDIS[index + 1]![at]! - channel) * mix));
  return `rgb(${channels.join(" ")})`;
}
