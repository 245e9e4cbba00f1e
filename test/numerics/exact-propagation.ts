// e^A and φ(A)·G by their Taylor series in fixed-point numbers of 320 fractional bits: slow and obvious.

const FRACTION_BITS = 320n;
const ONE = 1n << FRACTION_BITS;
const TERM_LIMIT = 2000;

type Rows = readonly (readonly number[])[];

/** E = Σ Aᵏ/k! and F = Σ Aᵏ·G/(k + 1)!, for entries of A up to some hundred. */
export function exactPropagation(a: Rows, g: Rows): { readonly own: Rows; readonly forced: Rows } {
  const exact = a.map((row) => row.map(fixed));
  const identity = exact.map((row, i) => row.map((_, j) => (i === j ? ONE : 0n)));
  const own = series(exact, identity, 1n);
  const forced = series(
    exact,
    g.map((row) => row.map(fixed)),
    2n,
  );
  return { own: own.map((row) => row.map(rounded)), forced: forced.map((row) => row.map(rounded)) };
}

/** Σ Aᵏ·start/(first·(first + 1)·… k factors), until a term vanishes. */
function series(a: readonly (readonly bigint[])[], start: readonly (readonly bigint[])[], first: bigint): readonly (readonly bigint[])[] {
  let term = start;
  let sum = start;
  for (let k = 0n; k < TERM_LIMIT && term.some((row) => row.some((entry) => entry !== 0n && entry !== -1n)); k++) {
    const last = term;
    term = a.map((row) =>
      last[0]!.map((_, j) => (row.reduce((total, entry, m) => total + entry * last[m]![j]!, 0n) >> FRACTION_BITS) / (first + k)),
    );
    sum = sum.map((row, i) => row.map((entry, j) => entry + term[i]![j]!));
  }
  return sum;
}

/** A double, exactly, where it is a multiple of 2⁻³²⁰. */
function fixed(value: number): bigint {
  let shift = 0n;
  let integer = value;
  for (; !Number.isInteger(integer); integer *= 2) shift += 1n;
  return (BigInt(integer) << FRACTION_BITS) >> shift;
}

/** To more digits than a double has. */
function rounded(value: bigint): number {
  const kept = 1n << 200n;
  const whole = value >> FRACTION_BITS;
  const rest = value - (whole << FRACTION_BITS);
  return Number(whole) + Number((rest * kept) >> FRACTION_BITS) / Number(kept);
}
