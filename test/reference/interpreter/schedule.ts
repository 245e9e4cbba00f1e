// Brian 2's schedule: the places of a step in their order, and the objects that run there.

import type { Slot } from "@spikefarm/equations";

const SLOTS: readonly Slot[] = (["start", "groups", "thresholds", "synapses", "resets", "end"] as const).flatMap((slot): Slot[] => [
  `before_${slot}`,
  slot,
  `after_${slot}`,
]);

/** Something that does its part in every step, at its place. */
export interface ScheduledObject {
  readonly when: Slot;
  readonly order: number;
  readonly name: string;
  readonly run: (step: number) => void;
}

/** By slot, then by order, then by name. */
export const scheduled = (objects: readonly ScheduledObject[]): readonly ScheduledObject[] =>
  objects.toSorted(
    (a, b) => SLOTS.indexOf(a.when) - SLOTS.indexOf(b.when) || a.order - b.order || (a.name < b.name ? -1 : Number(a.name > b.name)),
  );
