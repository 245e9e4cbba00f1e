// "Did you mean …?": the known name with the fewest edits (insert, delete, replace, swap neighbours), if it is near enough.

/** The nearest of `candidates`, or undefined where none is near. Letter case counts as half an edit. */
export const nearestName = (word: string, candidates: Iterable<string>): string | undefined =>
  nearest(word, candidates, allowedEdits(word))?.name;

/** The same for a part of a word, with the edits that are left for it; and how far away it is. */
export function nearest(
  word: string,
  candidates: Iterable<string>,
  allowed: number,
): { readonly name: string; readonly distance: number } | undefined {
  if (word.length > MAX_COMPARED_LENGTH) return undefined;
  let best: string | undefined;
  let bestDistance = allowed + 0.25;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(word, candidate, bestDistance);
    if (distance < bestDistance && distance < candidate.length) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best === undefined ? undefined : { name: best, distance: bestDistance };
}

const MAX_EDITS = 2;
/** Short words are near to everything: of two letters only the case may differ. */
export const allowedEdits = (word: string): number => (word.length <= 2 ? 0.5 : word.length <= 4 ? 1 : MAX_EDITS);
const MAX_COMPARED_LENGTH = 64;

/** Optimal string alignment distance; no more than a lower bound of it once that has reached `enough`. */
function editDistance(a: string, b: string, enough: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = replaceCost(a[i - 1]!, b[j - 1]!);
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, beforeLast[j - 2]! + 1);
      row.push(best);
      if (best < least) least = best;
    }
    // A swap of neighbours reaches back two rows, at a cost of 1.
    if (least >= enough + 1) return least;
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}

function replaceCost(a: string, b: string): number {
  if (a === b) return 0;
  return a.toLowerCase() === b.toLowerCase() ? 0.5 : 1;
}
