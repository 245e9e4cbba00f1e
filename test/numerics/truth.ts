// The truth that elementary functions are judged against: big-integer fixed-point series, slow and obvious, with at least 120 bits beyond
// what a double shows. It uses nothing of the package it judges.
//
// A Truth is digits·2^−bits. `bits` is chosen for each argument so that small arguments and small results keep their relative accuracy.

export type Truth = { readonly digits: bigint; readonly bits: number };

const GUARD_BITS = 180;

/** An integer number of digits for x, exactly, and the bits to compute with. */
function fixedOf(x: number): Truth {
  const { significand, exponent } = partsOf(x);
  const bits = GUARD_BITS + Math.max(0, -exponent);
  return { digits: significand << BigInt(bits + exponent), bits };
}

/** x = significand·2^exponent. */
function partsOf(x: number): { significand: bigint; exponent: number } {
  const field = new BigUint64Array(Float64Array.of(x).buffer)[0]!;
  const biased = Number((field >> 52n) & 0x7ffn);
  const fraction = field & 0xfffffffffffffn;
  const magnitude = biased === 0 ? fraction : fraction | 0x10000000000000n;
  return { significand: x < 0 ? -magnitude : magnitude, exponent: Math.max(biased, 1) - 1075 };
}

/** How far y is from the truth, in units of the last place of a double of the truth's size. */
export function ulpsBetween(y: number, truth: Truth): number {
  if (Number.isNaN(y)) return Number.POSITIVE_INFINITY;
  const size = bitLength(absolute(truth.digits)) - 1 - truth.bits;
  if (!Number.isFinite(y)) return size >= 1024 && y > 0 === truth.digits > 0n ? 0 : Number.POSITIVE_INFINITY;
  const unitExponent = Math.max(size - 52, -1074);
  const bits = Math.max(truth.bits, 1100);
  const wanted = truth.digits << BigInt(bits - truth.bits);
  const { significand, exponent } = partsOf(y);
  const difference = absolute((significand << BigInt(bits + exponent)) - wanted);
  const unitBits = bits + unitExponent;
  const scaled = unitBits >= 30 ? difference >> BigInt(unitBits - 30) : difference << BigInt(30 - unitBits);
  return Number(scaled) / 1073741824;
}

export const truth = {
  exp: (x: number): Truth => exp(fixedOf(x)),
  expm1: (x: number): Truth => minusOne(exp(fixedOf(x))),
  exprel(x: number): Truth {
    return quotient(truth.expm1(x), fixedOf(x));
  },
  log: (x: number): Truth => logOf(x, 0),
  log1p(x: number): Truth {
    const { digits, bits } = fixedOf(x);
    return log({ digits: digits + (1n << BigInt(bits)), bits });
  },
  log10: (x: number): Truth => quotient(truth.log(x), truth.log(10)),
  power(x: number, y: number): Truth {
    const logarithm = logOf(x, 80);
    const exponent = fixedOf(y);
    const bits = logarithm.bits + exponent.bits;
    const keep = Math.max(0, -partsOf(y).exponent) + 400;
    return exp({ digits: (logarithm.digits * exponent.digits) >> BigInt(bits - keep), bits: keep });
  },
  sin: (x: number): Truth => sineAndCosine(fixedOf(x)).sine,
  cos: (x: number): Truth => sineAndCosine(fixedOf(x)).cosine,
  tan(x: number): Truth {
    const { sine, cosine } = sineAndCosine(fixedOf(x));
    return quotient(sine, cosine);
  },
  /** Of 2πx. */
  sineOfTurns: (x: number): Truth => sineAndCosine(turnsOf(x)).sine,
  cosineOfTurns: (x: number): Truth => sineAndCosine(turnsOf(x)).cosine,
  arctan: (x: number): Truth => arctan(fixedOf(x), Math.atan(x)),
  arcsin(x: number): Truth {
    const { digits, bits } = fixedOf(x);
    const unit = 1n << BigInt(bits);
    if (absolute(digits) === unit) return halfPiTimes(x < 0 ? -1n : 1n, bits);
    return arctan(quotient({ digits, bits }, { digits: squareRoot(unit * unit - digits * digits), bits }), Math.asin(x));
  },
  arccos(x: number): Truth {
    const arcsine = truth.arcsin(x);
    return { digits: halfPiTimes(1n, arcsine.bits).digits - arcsine.digits, bits: arcsine.bits };
  },
  sinh: (x: number): Truth => halved(hyperbolic(x, -1n)),
  cosh: (x: number): Truth => halved(hyperbolic(x, 1n)),
  tanh: (x: number): Truth => quotient(hyperbolic(x, -1n), hyperbolic(x, 1n)),
};

/** eˣ = 2ⁿ·(e^(r/2⁸))^(2⁸) with the series for e^(r/2⁸); 2ⁿ goes into the position of the point. */
function exp({ digits, bits }: Truth): Truth {
  const ln2 = ln2Times(1n, bits).digits;
  const n = roundedQuotient(digits, ln2);
  const halvings = 8n;
  const guard = 32;
  const work = BigInt(bits + guard);
  const unit = 1n << work;
  const r = ((digits << BigInt(guard)) - ln2Times(n, bits + guard).digits) >> halvings;
  let sum = unit;
  let term = unit;
  for (let k = 1n; term !== 0n && k < 10_000n; k++) {
    term = roundedQuotient(term * r, unit * k);
    sum += term;
  }
  for (let k = 0n; k < halvings; k++) sum = (sum * sum) >> work;
  return { digits: sum, bits: bits + guard - Number(n) };
}

function logOf(x: number, extraBits: number): Truth {
  const { significand, exponent } = partsOf(x);
  const size = bitLength(significand) - 1;
  const bits = GUARD_BITS + 64 + extraBits;
  const fraction = log({ digits: significand << BigInt(bits - size), bits });
  return { digits: fraction.digits + ln2Times(BigInt(exponent + size), bits).digits, bits };
}

/** ln x = 2 artanh((x − 1)/(x + 1)) after halving and doubling x into [¾, 1½]. */
function log({ digits, bits }: Truth): Truth {
  const unit = 1n << BigInt(bits);
  let [m, k] = [digits, 0n];
  for (; 2n * m > 3n * unit; k++) m = (m + 1n) >> 1n;
  for (; 4n * m < 3n * unit; k--) m <<= 1n;
  const s = roundedQuotient((m - unit) << BigInt(bits), m + unit);
  return { digits: 2n * oddSeries(s, bits, 1n) + ln2Times(k, bits).digits, bits };
}

/** s + sign·s³/3 + s⁵/5 + …: artanh s for sign 1, arctan s for sign −1. */
function oddSeries(s: bigint, bits: number, sign: 1n | -1n): bigint {
  const work = BigInt(bits);
  const square = (s * s) >> work;
  let sum = 0n;
  let power = s;
  for (let k = 1n; power !== 0n && power !== -1n; k += 2n) {
    sum += roundedQuotient(power, k);
    power = sign * ((power * square) >> work);
  }
  return sum;
}

function sineAndCosine({ digits, bits }: Truth): { sine: Truth; cosine: Truth } {
  const guard = 96;
  const work = bits + guard;
  const halfPi = halfPiTimes(1n, work).digits;
  const q = roundedQuotient(digits << BigInt(guard), halfPi);
  const r = (digits << BigInt(guard)) - halfPiTimes(q, work).digits;
  const s = { digits: alternating(r, r, 1n, work), bits: work };
  const c = { digits: alternating(1n << BigInt(work), r, 0n, work), bits: work };
  const quadrant = ((q % 4n) + 4n) % 4n;
  const [sine, cosine] = quadrant % 2n === 0n ? [s, c] : [c, s];
  return { sine: quadrant < 2n ? sine : negated(sine), cosine: quadrant === 0n || quadrant === 3n ? cosine : negated(cosine) };
}

function turnsOf(x: number): Truth {
  const { digits, bits } = fixedOf(x);
  return { digits: halfPiTimes(4n * digits, bits).digits >> BigInt(bits), bits };
}

/** first − first·r²/((k+1)(k+2)) + …: the series of sin (k = 1) and cos (k = 0). */
function alternating(first: bigint, r: bigint, start: bigint, bits: number): bigint {
  const work = BigInt(bits);
  const square = (r * r) >> work;
  let sum = 0n;
  let term = first;
  for (let k = start; term !== 0n && term !== -1n; k += 2n) {
    sum += term;
    term = -roundedQuotient(term * square, ((k + 1n) * (k + 2n)) << work);
  }
  return sum;
}

/** From a rough value g: arctan x = g + arctan((x − tan g)/(1 + x·tan g)), whose argument is tiny. A bad g is noticed. */
function arctan({ digits, bits }: Truth, rough: number): Truth {
  const guess = fixedOf(rough);
  const work = Math.max(bits, guess.bits) + 64;
  const x = digits << BigInt(work - bits);
  const g = { digits: guess.digits << BigInt(work - guess.bits), bits: work };
  const { sine, cosine } = sineAndCosine(g);
  const s = sine.digits >> BigInt(sine.bits - work);
  const c = cosine.digits >> BigInt(cosine.bits - work);
  const d = roundedQuotient((x * c - (s << BigInt(work))) << BigInt(work), (c << BigInt(work)) + x * s);
  if (absolute(d) >> BigInt(work - 20) !== 0n) throw new Error(`${rough} is no rough value of this arctan`);
  return { digits: g.digits + oddSeries(d, work, -1n), bits: work };
}

function hyperbolic(x: number, sign: 1n | -1n): Truth {
  const up = exp(fixedOf(Math.abs(x)));
  const down = exp(fixedOf(-Math.abs(x)));
  const bits = Math.max(up.bits, down.bits);
  const sum = (up.digits << BigInt(bits - up.bits)) + sign * (down.digits << BigInt(bits - down.bits));
  return { digits: sign < 0n && x < 0 ? -sum : sum, bits };
}

function ln2Times(n: bigint, bits: number): Truth {
  return constantTimes(n, bits, ln2Cache, (work) => 2n * oddSeries((1n << BigInt(work)) / 3n, work, 1n));
}

/** Machin's π/2 = 8 arctan ⅕ − 2 arctan 1/239. */
function halfPiTimes(n: bigint, bits: number): Truth {
  const machin = (work: number): bigint =>
    8n * oddSeries((1n << BigInt(work)) / 5n, work, -1n) - 2n * oddSeries((1n << BigInt(work)) / 239n, work, -1n);
  return constantTimes(n, bits, halfPiCache, machin);
}

const ln2Cache = new Map<number, bigint>();
const halfPiCache = new Map<number, bigint>();
const CONSTANT_GUARD_BITS = 64;

function constantTimes(n: bigint, bits: number, cache: Map<number, bigint>, compute: (work: number) => bigint): Truth {
  const work = bits + CONSTANT_GUARD_BITS;
  let value = cache.get(work);
  if (value === undefined) {
    value = compute(work);
    cache.set(work, value);
  }
  return { digits: (n * value) >> BigInt(CONSTANT_GUARD_BITS), bits };
}

function minusOne({ digits, bits }: Truth): Truth {
  return bits >= 0 ? { digits: digits - (1n << BigInt(bits)), bits } : { digits: (digits << BigInt(-bits)) - 1n, bits: 0 };
}

function quotient(a: Truth, b: Truth): Truth {
  const bits = Math.max(0, bitLength(absolute(b.digits)) - bitLength(absolute(a.digits))) + GUARD_BITS;
  return { digits: roundedQuotient(a.digits << BigInt(bits), b.digits), bits: bits + a.bits - b.bits };
}

function negated({ digits, bits }: Truth): Truth {
  return { digits: -digits, bits };
}

function halved({ digits, bits }: Truth): Truth {
  return { digits, bits: bits + 1 };
}

function squareRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let root = 1n << BigInt((bitLength(n) + 1) >> 1);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

function roundedQuotient(a: bigint, b: bigint): bigint {
  const [n, d] = b < 0n ? [-a, -b] : [a, b];
  const shifted = 2n * n + d;
  const floor = shifted / (2n * d);
  return shifted < 0n && floor * 2n * d !== shifted ? floor - 1n : floor;
}

function absolute(n: bigint): bigint {
  return n < 0n ? -n : n;
}

function bitLength(n: bigint): number {
  return n.toString(2).length;
}
