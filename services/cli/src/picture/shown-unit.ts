// The unit that an axis is labelled in: what the document says, else the SI unit with a prefix that makes the numbers handy.

import { fromDisplay } from "@spikefarm/equations";

export interface ShownUnit {
  /** As printed; "" for a plain number. */
  readonly label: string;
  readonly show: (value: number) => number;
}

/** Units that take a prefix, by the name they are stored under. */
const SYMBOLS: Readonly<Record<string, string>> = {
  ...{ volt: "V", amp: "A", second: "s", siemens: "S", farad: "F", ohm: "Ω", coulomb: "C", watt: "W", joule: "J", metre: "m" },
};
const PREFIXES: readonly (readonly [string, number])[] = [
  ...([
    ["G", 1e9],
    ["M", 1e6],
    ["k", 1e3],
    ["", 1],
    ["m", 1e-3],
    ["µ", 1e-6],
    ["n", 1e-9],
    ["p", 1e-12],
    ["f", 1e-15],
  ] as const),
];
const OTHERS: Readonly<Record<string, string>> = { hertz: "Hz", "metre**2": "m²" };

/** A unit as an axis shows it: `Hz` for hertz; a unit without a symbol of its own stays as it is. */
export function symbolOf(unit: string): string {
  if (Object.hasOwn(SYMBOLS, unit)) return SYMBOLS[unit]!;
  return Object.hasOwn(OTHERS, unit) ? OTHERS[unit]! : unit;
}

/** `largest`: the greatest magnitude on the axis, in SI. */
export function shownUnitOf(unit: string, display: string | undefined, largest: number): ShownUnit {
  if (display !== undefined) {
    const scale = fromDisplay(1, display);
    return { label: display, show: (value) => value / scale };
  }
  const symbol = Object.hasOwn(SYMBOLS, unit) ? SYMBOLS[unit] : undefined;
  if (symbol === undefined) return { label: symbolOf(unit), show: (value) => value };
  // 0.4 V reads better as 400 mV, 2000 mV as 2 V.
  const [prefix, scale] = PREFIXES.find(([, size]) => largest >= size * (1 - 1e-9)) ?? ["", 1];
  return { label: `${prefix}${symbol}`, show: (value) => value / scale };
}

/** `v [mV]`; a plain number has no brackets. */
export const axisTitle = (name: string, { label }: Pick<ShownUnit, "label">): string => (label === "" ? name : `${name} [${label}]`);
