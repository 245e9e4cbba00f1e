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
  /** The model's own code goes before what is there anyway, at the same order. */
  readonly isCode?: boolean;
  readonly run: (step: number) => void;
}

/** By slot, by order, the model's own code before the rest, then by name. */
export const scheduled = (objects: readonly ScheduledObject[]): readonly ScheduledObject[] =>
  objects.toSorted(
    (a, b) =>
      SLOTS.indexOf(a.when) - SLOTS.indexOf(b.when) ||
      a.order - b.order ||
      Number(b.isCode ?? false) - Number(a.isCode ?? false) ||
      (a.name < b.name ? -1 : Number(a.name > b.name)),
  );
