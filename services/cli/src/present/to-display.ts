const PREFIXES: Readonly<Record<string, number>> = { p: 1e12, n: 1e9, u: 1e6, m: 1e3 };
const UNITS = ["V", "A", "S", "F", "s", "Hz", "ohm"];

export function toDisplay(value: number, display: string): number {
  const unit = UNITS.find((candidate) => display.endsWith(candidate)) ?? "";
  return value * (PREFIXES[display.slice(0, display.length - unit.length)] ?? 1);
}
