/** A whole number in groups of three: 1,000,000. A fraction is dropped: half a trial is not a trial. */
export function formatCount(count: number): string {
  return String(Math.floor(count)).replace(/\B(?=(\d{3})+$)/g, ",");
}
