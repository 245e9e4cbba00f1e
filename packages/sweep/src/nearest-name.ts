// "Did you mean …?": the known name closest to what was written.

/** The known name within a third of the word's letters, or undefined. Letters that swap places count as one slip. */
function nearestName(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const distance = slips(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** A help line: the nearest name if there is one, of `others` too, else all that are known. */
export function suggest(name: string, known: readonly string[], others: readonly string[] = []): string {
  const nearest = nearestName(name, [...known, ...others]);
  if (nearest !== undefined) return `did you mean ${nearest}?`;
  return known.length === 0 ? "there are none" : `known: ${known.slice(0, MAX_SHOWN).join(", ")}${known.length > MAX_SHOWN ? ", …" : ""}`;
}
const MAX_SHOWN = 20;

/** Optimal string alignment distance (Damerau 1964): insertions, deletions, replacements and swaps of neighbours. */
function slips(a: string, b: string): number {
  if (Math.max(a.length, b.length) > MAX_NAME_LENGTH) return Number.POSITIVE_INFINITY;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length]!;
}
const MAX_NAME_LENGTH = 100;
