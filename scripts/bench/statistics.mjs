// Several runs as one line: the median, and the spread from the fastest to the slowest.

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** "1.23 s (1.20 … 1.31, 5 runs)" */
export function summary(numbers, unit) {
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)].map((number) => number.toFixed(2));
  const runs = `${numbers.length} run${numbers.length === 1 ? "" : "s"}`;
  return Number.isNaN(median(numbers)) ? "not measured" : `${median(numbers).toFixed(2)} ${unit} (${low} … ${high}, ${runs})`;
}
