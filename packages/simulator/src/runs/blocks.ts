/** The largest block of any kernel: eight vectors of eight slots. Arrays are padded to whole ones, so that every target may run on them. */
export const MAX_SLOTS_IN_BLOCK = 64;
