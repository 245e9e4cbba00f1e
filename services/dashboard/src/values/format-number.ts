// A number for people: exact where its shortest form is short, else rounded. Downloads carry every digit.

const DIGITS = 6;
const LARGEST_PLAIN = 1e9;
const SMALLEST_PLAIN = 1e-4;

/** At most `digits` significant ones, without trailing zeros: 0.01, 41, 1.5e-9, NaN, -Infinity. */
export function formatNumber(value: number, digits = DIGITS): string {
  if (!Number.isFinite(value)) return String(value);
  const rounded = Number(value.toPrecision(digits));
  if (rounded === 0) return "0";
  const magnitude = Math.abs(rounded);
  const isPlain = magnitude < LARGEST_PLAIN && magnitude >= SMALLEST_PLAIN;
  return isPlain ? String(rounded) : rounded.toExponential().replace("e+", "e");
}

const groups = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** A whole number in groups of three; a fraction is dropped: half a trial is not a trial. */
export const formatCount = (count: number): string => groups.format(Math.floor(count));

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];

export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < BYTE_UNITS.length - 1; unit++) value /= 1024;
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${BYTE_UNITS[unit]}`;
}
