// Definitions in an order in which each comes after what it uses; circles are set apart.
//
// Tarjan's strongly connected components (SIAM J. Comput. 1, 1972): a depth-first walk in which each component is complete, and comes
// out, after everything it uses. A component of several definitions, or one that uses itself, is a circle.

/** `uses` maps each definition to the names it mentions; names that are not definitions are ignored. One circle a tangle is named. */
export function orderByUse(uses: ReadonlyMap<string, ReadonlySet<string>>): {
  readonly ordered: readonly string[];
  /** All definitions of each tangle. */
  readonly tangles: readonly (readonly string[])[];
} {
  const ordered: string[] = [];
  const tangles: string[][] = [];
  const place = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  /** The earliest open definition that `name` reaches. */
  const visit = (name: string): number => {
    const own = place.size;
    place.set(name, own);
    open.push(name);
    isOpen.add(name);
    let earliest = own;
    for (const used of uses.get(name)!) {
      if (!uses.has(used)) continue;
      if (!place.has(used)) earliest = Math.min(earliest, visit(used));
      else if (isOpen.has(used)) earliest = Math.min(earliest, place.get(used)!);
    }
    if (earliest === own) {
      const component = open.splice(open.indexOf(name));
      for (const member of component) isOpen.delete(member);
      if (component.length > 1 || uses.get(name)!.has(name)) tangles.push(component);
      else ordered.push(name);
    }
    return earliest;
  };
  for (const name of uses.keys()) if (!place.has(name)) visit(name);
  return { ordered, tangles };
}

/** One circle of a tangle, back to where it starts: `a → b → a`. */
export function circleIn(tangle: readonly string[], uses: ReadonlyMap<string, ReadonlySet<string>>): string {
  const members = new Set(tangle);
  const path = [tangle[0]!];
  for (;;) {
    const next = [...uses.get(path.at(-1)!)!].find((used) => members.has(used))!;
    const start = path.indexOf(next);
    if (start >= 0) return [...path.slice(start), next].join(" → ");
    path.push(next);
  }
}
