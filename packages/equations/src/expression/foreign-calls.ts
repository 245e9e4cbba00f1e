// Calls that other languages have and ours writes in another way: `pow(a, b)` is a**b, `max(a, b, c)` is max(a, max(b, c)).

type Writing = (...values: string[]) => string;

/** By name, how the call is written here, as a part of something; a writing takes as many arguments as its parameters say. */
const WRITINGS: Readonly<Record<string, Writing>> = {
  pow: (base, exponent) => `(${factor(base!)}**${factor(exponent!)})`,
  power: (base, exponent) => `(${factor(base!)}**${factor(exponent!)})`,
  square: (value) => `(${factor(value!)}**2)`,
  cbrt: (value) => `(${factor(value!)}**(1/3))`,
  hypot: (a, b) => `sqrt(${factor(a!)}**2 + ${factor(b!)}**2)`,
  log2: (value) => `(log(${value})/log(2))`,
  mod: (a, b) => `(${factor(a!)} % ${factor(b!)})`,
  fmod: (a, b) => `(${factor(a!)} % ${factor(b!)})`,
  float: (value) => `(1.0*${factor(value!)})`,
  round: (value) => `floor(${value} + 0.5)`,
  heaviside: (value) => `int(${value} > 0)`,
};

/** Of all arguments: more is no help. */
const MAX_LENGTH = 120;

/** The same in our language; undefined where there is no telling. */
export function ourCall(name: string, values: readonly string[]): string | undefined {
  if (values.join().length > MAX_LENGTH) return undefined;
  const isOfMany = (name === "min" || name === "max") && values.length > 2;
  if (isOfMany) return nested(name, values);
  if (name === "sum" && values.length > 1) return `(${values.map(factor).join(" + ")})`;
  const writing = Object.hasOwn(WRITINGS, name) ? WRITINGS[name] : undefined;
  if (writing === undefined || writing.length !== values.length) return undefined;
  return writing(...values);
}

/** `max(a, max(b, c))` */
function nested(name: string, values: readonly string[]): string {
  const [first, ...others] = values;
  return others.length === 1 ? `${name}(${first}, ${others[0]})` : `${name}(${first}, ${nested(name, others)})`;
}

/** In parentheses unless it is one name or number. */
const factor = (value: string): string => (/^[\w.]+$/.test(value) ? value : `(${value})`);
