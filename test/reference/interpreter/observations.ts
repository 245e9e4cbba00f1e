// Everything that can be seen of a trial: each variable at the start of every step, and every spike and custom event.

/** One occurrence of a group's event. */
export interface Occurrence {
  readonly step: number;
  readonly element: number;
}

export interface GroupObservations {
  readonly size: number;
  /** In order of time, then of elements; the event of a crossed threshold is "spike". */
  readonly occurrences: (event: string) => readonly Occurrence[];
  /** The variable of an element at the start of a step, after the code that runs there; of step `steps` it is the value at the end. */
  readonly valueOf: (variable: string, element: number, step: number) => number;
}

export interface Observations {
  readonly steps: number;
  readonly dt: number;
  readonly group: (name: string) => GroupObservations;
}
