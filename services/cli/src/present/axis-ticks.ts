// Round numbers to label an axis with: steps of 1, 2 or 5 times a power of ten.

export interface Tick {
  readonly value: number;
  readonly label: string;
}

const STEPS = [1, 2, 5, 10];
const LABEL_DIGITS = 10;

/** Ticks inside [from, to], at most `count` + 1 of them. Their labels carry as many decimals as the step needs. */
export function axisTicks(from: number, to: number, count: number): Tick[] {
  if (!(to > from)) return [{ value: from, label: String(Number(from.toPrecision(LABEL_DIGITS))) }];
  const { step, exponent } = roundStep((to - from) / Math.max(1, count));
  const ticks: Tick[] = [];
  for (let k = Math.ceil(from / step - 1e-9); k * step <= to + step * 1e-9; k++) {
    const value = k * step;
    ticks.push({ value, label: labelOf(value, exponent) });
  }
  return ticks;
}

/** The smallest round step that is at least `least`, and its power of ten. */
export function roundStep(least: number): { step: number; exponent: number } {
  const exponent = Number(least.toExponential().split("e")[1]);
  const power = Number(`1e${exponent}`);
  const factor = STEPS.find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return { step: Number(`${factor}e${exponent}`), exponent: factor === 10 ? exponent + 1 : exponent };
}

function labelOf(value: number, exponent: number): string {
  if (value === 0) return "0";
  if (exponent < -5 || Math.abs(value) >= 1e7) return Number(value.toPrecision(LABEL_DIGITS)).toExponential().replace("e+", "e");
  return value.toFixed(Math.max(0, -exponent));
}
