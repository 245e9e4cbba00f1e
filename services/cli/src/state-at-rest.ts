/** How a stored state reads while no farm runs here: nothing is queued or running then, it is unfinished. */
export const stateAtRest = (state: string): string => (state === "queued" || state === "running" ? "unfinished" : state);
