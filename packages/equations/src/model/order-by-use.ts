// Definitions in an order in which each comes after what it uses; circles are set apart.

/** `uses` maps each definition to the names it mentions; names that are not definitions are ignored. The order is else that of `uses`. */
export function orderByUse(uses: ReadonlyMap<string, ReadonlySet<string>>): {
  readonly ordered: readonly string[];
  readonly cycles: readonly (readonly string[])[];
} {
  const ordered: string[] = [];
  const cycles: string[][] = [];
  const state = new Map<string, "open" | "ordered">();
  const open: string[] = [];
  const visit = (name: string): void => {
    state.set(name, "open");
    open.push(name);
    for (const used of uses.get(name)!) {
      if (!uses.has(used)) continue;
      if (state.get(used) === "open" && cycles.length < MAX_CYCLES) cycles.push(open.slice(open.indexOf(used)));
      if (!state.has(used)) visit(used);
    }
    open.pop();
    state.set(name, "ordered");
    ordered.push(name);
  };
  for (const name of uses.keys()) if (!state.has(name)) visit(name);
  const circular = new Set(cycles.flat());
  return { ordered: ordered.filter((name) => !circular.has(name)), cycles };
}

/** Circles that are told apart; a tangle has more than anyone reads. */
const MAX_CYCLES = 20;
