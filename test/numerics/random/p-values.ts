// How likely a statistic is to be as far out as it is, if the numbers are what they should be. Slow, textbook formulas.
//
// Source: W. H. Press et al., Numerical Recipes, 3rd ed., §6.2 (incomplete gamma function), §6.14 (Kolmogorov–Smirnov distribution).

/** Of a standard normal, both tails. */
export function ofNormal(z: number): number {
  return upperGamma(0.5, (z * z) / 2);
}

/** Of χ² with so many degrees of freedom, upper tail. */
export function ofChiSquare(chiSquare: number, degrees: number): number {
  return upperGamma(degrees / 2, chiSquare / 2);
}

/** Of the largest distance between n values' distribution and the one they should have. */
export function ofKolmogorov(distance: number, n: number): number {
  const lambda = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance;
  if (lambda < 0.3) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * lambda * lambda);
  return Math.min(1, Math.max(0, sum));
}

/** Φ(z). */
export function normalBelow(z: number): number {
  const tail = upperGamma(0.5, (z * z) / 2) / 2;
  return z < 0 ? tail : 1 - tail;
}

export function logFactorial(n: number): number {
  return logGamma(n + 1);
}

/** χ² of counts against what they should be; what expects fewer than ten is pooled with its neighbours. */
export function chiSquareOf(counts: readonly number[], expected: readonly number[]): number {
  let [chiSquare, cells, count, mean] = [0, 0, 0, 0];
  expected.forEach((each, index) => {
    count += counts[index] ?? 0;
    mean += each;
    const isLast = index === expected.length - 1;
    if (mean < 10 && !isLast) return;
    chiSquare += (count - mean) ** 2 / Math.max(mean, 1e-9);
    cells++;
    [count, mean] = [0, 0];
  });
  return ofChiSquare(chiSquare, cells - 1);
}

/** Γ(a, x)/Γ(a): by its series below a + 1, by its continued fraction above. */
function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const scale = Math.exp(-x + a * Math.log(x) - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = a + 1; Math.abs(term) > 1e-16 * Math.abs(sum); n++) {
      term *= x / n;
      sum += term;
    }
    return 1 - sum * scale;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < 10_000; k++) {
    const an = -k * (k - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return scale * fraction;
}

/** Lanczos' approximation, as in Numerical Recipes §6.1. */
function logGamma(x: number): number {
  const coefficients = [
    57.15623566586292, -59.59796035547549, 14.136097974741746, -0.4919138160976202, 3.399464998481189e-5, 4.652362892704858e-5,
    -9.837447530487956e-5, 1.580887032249125e-4, -2.1026444172410488e-4, 2.1743961811521265e-4, -1.643181065367639e-4, 8.441822398385275e-5,
    -2.6190838401581408e-5, 3.6899182659531625e-6,
  ];
  const t = x + 5.2421875;
  const sum = coefficients.reduce((total, coefficient, k) => total + coefficient / (x + k + 1), 0.9999999999999971);
  return (x + 0.5) * Math.log(t) - t + Math.log((2.5066282746310007 * sum) / x);
}
