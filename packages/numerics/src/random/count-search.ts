// Counts by inversion: the smallest k whose cumulative probability reaches a uniform number.
//
// The probabilities follow from one another, p(k) = p(k − 1)·ratio(k), and are summed as they come. The sum is right to a few units of
// 2⁻⁵³, the grain of the uniform itself. Where rounding keeps the sum below a uniform close to 1 the search ends at the largest count there is,
// or at LARGEST_IN_CHUNK: with at most LARGEST_MEAN expected, a larger count has a probability below 2⁻⁶⁰.
//
// Larger means are cut into chunks, each with a uniform of its own (draws 0, 1, …): a Poisson count of mean λ is the sum of m counts of mean λ/m.
// The compiler emits the same loops for SIMD lanes.

/** Of one chunk. Nothing is lost in e⁻¹⁶, and the search ends soon. */
export const LARGEST_MEAN = 16;
export const LARGEST_IN_CHUNK = 128;
/** Counts with a larger mean are not drawn but NaN: a step would take milliseconds. */
export const LARGEST_TOTAL_MEAN = 1_048_576;

export interface CountDistribution {
  /** The probability of 0. */
  readonly none: number;
  /** The largest count. */
  readonly most: number;
  readonly ratio: (k: number) => number;
}

export function searchCount(uniform: number, { none, most, ratio }: CountDistribution): number {
  let probability = none;
  let sum = none;
  let k = 0;
  while (sum < uniform && k < most) {
    k++;
    probability = probability * ratio(k);
    sum = sum + probability;
  }
  return k;
}
