// Brian 2's 1710 unit names, from its rules, with their values and powers of metre, kilogram, second, amp, kelvin, mole, candle.
//
// Every plain name takes 16 prefixes and, prefixed or not, the suffixes 2 and 3. Kilogram and kelvin take no prefix; the litre takes 20 and
// no suffix; short names are listed.

interface Described {
  readonly value: number;
  readonly powers: readonly number[];
}

const PREFIXES: Readonly<Record<string, number>> = {
  ...{ y: -24, z: -21, a: -18, f: -15, p: -12, n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18, Z: 21, Y: 24 },
};
const LITRE_PREFIXES = { ...PREFIXES, c: -2, d: -1, da: 1, h: 2 };

/** Names with prefixes: what they are in SI, as decimal exponent and powers. */
const PLAIN: readonly (readonly [names: string, exponent: number, powers: readonly number[]])[] = [
  ["metre meter", 0, [1, 0, 0, 0, 0, 0, 0]],
  ["second", 0, [0, 0, 1, 0, 0, 0, 0]],
  ["amp ampere", 0, [0, 0, 0, 1, 0, 0, 0]],
  ["mole mol", 0, [0, 0, 0, 0, 0, 1, 0]],
  ["candle lumen", 0, [0, 0, 0, 0, 0, 0, 1]],
  ["gram gramme", -3, [0, 1, 0, 0, 0, 0, 0]],
  ["molar", 3, [-3, 0, 0, 0, 0, 1, 0]],
  ["radian steradian", 0, [0, 0, 0, 0, 0, 0, 0]],
  ["hertz becquerel", 0, [0, 0, -1, 0, 0, 0, 0]],
  ["newton", 0, [1, 1, -2, 0, 0, 0, 0]],
  ["pascal", 0, [-1, 1, -2, 0, 0, 0, 0]],
  ["joule", 0, [2, 1, -2, 0, 0, 0, 0]],
  ["watt", 0, [2, 1, -3, 0, 0, 0, 0]],
  ["coulomb", 0, [0, 0, 1, 1, 0, 0, 0]],
  ["volt", 0, [2, 1, -3, -1, 0, 0, 0]],
  ["farad", 0, [-2, -1, 4, 2, 0, 0, 0]],
  ["ohm", 0, [2, 1, -3, -2, 0, 0, 0]],
  ["siemens", 0, [-2, -1, 3, 2, 0, 0, 0]],
  ["weber", 0, [2, 1, -2, -1, 0, 0, 0]],
  ["tesla", 0, [0, 1, -2, -1, 0, 0, 0]],
  ["henry", 0, [2, 1, -2, -2, 0, 0, 0]],
  ["lux", 0, [-2, 0, 0, 0, 0, 0, 1]],
  ["gray sievert", 0, [2, 0, -2, 0, 0, 0, 0]],
  ["katal", 0, [0, 0, -1, 0, 0, 1, 0]],
];
const WITHOUT_PREFIX: typeof PLAIN = [
  ["kilogram kilogramme", 0, [0, 1, 0, 0, 0, 0, 0]],
  ["kelvin", 0, [0, 0, 0, 0, 1, 0, 0]],
];
const LITRES: typeof PLAIN = [["liter litre", -3, [3, 0, 0, 0, 0, 0, 0]]];
const SHORT: Readonly<Record<string, string>> = {
  ...{ Hz: "hertz", kHz: "khertz", MHz: "Mhertz", ms: "msecond", us: "usecond", mV: "mvolt" },
  ...{ mA: "mamp", uA: "uamp", nA: "namp", pA: "pamp", pF: "pfarad", uF: "ufarad", nF: "nfarad", nS: "nsiemens", uS: "usiemens" },
  ...{ cm: "", cm2: "", cm3: "", mm: "mmetre", mm2: "mmetre2", mm3: "mmetre3", um: "umetre", um2: "umetre2", um3: "umetre3" },
  ...{ mM: "mmolar", uM: "umolar", nM: "nmolar" },
};
/** The centimetre has a short name only. */
const CENTIMETRES = { cm: 1, cm2: 2, cm3: 3 };

const decimal = (exponent: number): number => Number(`1e${exponent}`);

function* spelled(
  table: typeof PLAIN,
  prefixes: Readonly<Record<string, number>>,
  suffixes: readonly number[],
): Generator<readonly [string, Described]> {
  for (const [names, exponent, powers] of table) {
    for (const name of names.split(" ")) {
      for (const [prefix, more] of [["", 0] as const, ...Object.entries(prefixes)]) {
        for (const suffix of suffixes) {
          const described = { value: decimal((exponent + more) * suffix), powers: powers.map((power) => power * suffix + 0) };
          yield [`${prefix}${name}${suffix === 1 ? "" : suffix}`, described];
        }
      }
    }
  }
}

function list(): ReadonlyMap<string, Described> {
  const units = new Map([
    ...spelled(PLAIN, PREFIXES, [1, 2, 3]),
    ...spelled(WITHOUT_PREFIX, {}, [1, 2, 3]),
    ...spelled(LITRES, LITRE_PREFIXES, [1]),
  ]);
  for (const [short, name] of Object.entries(SHORT)) if (name !== "") units.set(short, units.get(name)!);
  for (const [short, power] of Object.entries(CENTIMETRES))
    units.set(short, { value: decimal(-2 * power), powers: [power, 0, 0, 0, 0, 0, 0] });
  return units;
}

export const BRIAN_UNITS: ReadonlyMap<string, Described> = list();

export const BRIAN_CONSTANTS: Readonly<Record<string, Described>> = {
  avogadro_constant: { value: 6.022140857e23, powers: [0, 0, 0, 0, 0, -1, 0] },
  boltzmann_constant: { value: 1.38064852e-23, powers: [2, 1, -2, 0, -1, 0, 0] },
  electric_constant: { value: 8.854187817e-12, powers: [-3, -1, 4, 2, 0, 0, 0] },
  electron_mass: { value: 9.10938356e-31, powers: [0, 1, 0, 0, 0, 0, 0] },
  elementary_charge: { value: 1.6021766208e-19, powers: [0, 0, 1, 1, 0, 0, 0] },
  faraday_constant: { value: 96485.33289, powers: [0, 0, 1, 1, 0, -1, 0] },
  gas_constant: { value: 8.3144598, powers: [2, 1, -2, 0, -1, -1, 0] },
  magnetic_constant: { value: 1.2566370614359173e-6, powers: [1, 1, -2, -2, 0, 0, 0] },
  molar_mass_constant: { value: 0.001, powers: [0, 1, 0, 0, 0, -1, 0] },
  zero_celsius: { value: 273.15, powers: [0, 0, 0, 0, 1, 0, 0] },
};
