// An aim beside what was measured: "× 4.6 (aim ≥ 5, missed)".

export const factor = (ratio) => `× ${ratio.toPrecision(ratio < 100 ? 2 : 3)}`;

/** `aim` is { least } or { most }, or undefined where there is none. */
export function beside(measured, aim) {
  if (aim === undefined) return "";
  const isReached = measured >= (aim.least ?? -Infinity) && measured <= (aim.most ?? Infinity);
  const wanted = aim.least === undefined ? `≤ ${aim.most}` : `≥ ${aim.least}`;
  return ` (aim ${wanted}${isReached ? "" : ", missed"})`;
}
