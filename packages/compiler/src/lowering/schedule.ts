// The order in which the parts of a step run: Brian 2's schedule. Slot by slot, within a slot by order, and at the same order code comes before the
// step's own phases (their order is 0), code among itself by name.

import { SLOTS, type Slot } from "@spikefarm/equations";

/** Something that runs in a slot. */
export interface Scheduled<Action> {
  readonly slot: Slot;
  readonly run: Action;
}

/** Code of the model, placed by its author. */
export interface ScheduledCode<Action> extends Scheduled<Action> {
  readonly order: number;
  readonly name: string;
}

/** `phases` keep their order within a slot. */
export function inOrder<Action>(phases: readonly Scheduled<Action>[], code: readonly ScheduledCode<Action>[]): readonly Action[] {
  const sorted = [...code].sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
  return SLOTS.flatMap((slot) => {
    const here = sorted.filter((each) => each.slot === slot);
    const main = phases.filter((phase) => phase.slot === slot);
    return [...here.filter(({ order }) => order <= 0), ...main, ...here.filter(({ order }) => order > 0)].map(({ run }) => run);
  });
}
