// The places in a step where code may run.

import type { Slot } from "../checked-model.js";

const MAIN_SLOTS = ["start", "groups", "thresholds", "synapses", "resets", "end"] as const;

/** All slots, in the order of the step. */
export const SLOTS: readonly Slot[] = MAIN_SLOTS.flatMap((slot) => [`before_${slot}`, slot, `after_${slot}`] as const);
