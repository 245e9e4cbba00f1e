// Contestants in turns, so that a slow moment of the machine meets each of them.
//
// A contestant has { name, warmUp?(), turn() → { seconds, … }, close?(), note? }; one that is ours has the name of a target.

/** Resolves to the seconds of every turn by name. `check(outcome, name)` throws where somebody computed something else. */
export async function takeTurns(contestants, runs, check) {
  const times = new Map(contestants.map(({ name }) => [name, []]));
  try {
    for (const { warmUp } of contestants) await warmUp?.();
    for (let run = 0; run < runs; run++) {
      for (const { name, turn } of contestants) {
        const outcome = await turn();
        check(outcome, name);
        times.get(name).push(outcome.seconds);
      }
    }
  } finally {
    for (const { close } of contestants) await close?.();
  }
  return times;
}
