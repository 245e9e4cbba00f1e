// A number for people: exact where its shortest form is short, else rounded. Files and `--format` outputs carry every digit; this is
// for tables and plots only.

const TABLE_DIGITS = 7;
const LARGEST_PLAIN = 1e15;
const SMALLEST_PLAIN = 1e-4;

/** At most `digits` significant ones, without trailing zeros: 0.01, 41, 1.5e-9, NaN, -Infinity. */
export function formatNumber(value: number, digits = TABLE_DIGITS): string {
  if (!Number.isFinite(value)) return String(value);
  const rounded = Number(value.toPrecision(digits));
  if (rounded === 0) return "0";
  const magnitude = Math.abs(rounded);
  const isPlain = magnitude < LARGEST_PLAIN && magnitude >= SMALLEST_PLAIN;
  return isPlain ? String(rounded) : rounded.toExponential().replace("e+", "e");
}
