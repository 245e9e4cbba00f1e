/** The largest column sum of magnitudes. NaN where an entry is NaN. */
export function oneNorm(a: Float64Array, n: number): number {
  let largest = 0;
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += Math.abs(a[i * n + j]!);
    if (!(sum <= largest)) largest = sum;
  }
  return largest;
}
