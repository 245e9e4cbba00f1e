// Ids, made in one place and branded so that one kind is never taken for another. None contains ':' and none is an integer
// (queues refuse both).

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Sorts by creation time: `s` + 9 base-36 digits of milliseconds + 5 random ones. */
export type SweepId = Branded<"SweepId">;
export type TaskId = Branded<"TaskId">;

const SWEEP_ID = /^s[0-9a-z]{14}$/;

export function makeSweepId(nowMs: number, random: number): SweepId {
  const time = Math.floor(nowMs).toString(36).padStart(9, "0");
  const noise = Math.floor(random * 36 * 36 * 36 * 36 * 36)
    .toString(36)
    .padStart(5, "0");
  return `s${time}${noise}` as SweepId;
}

export const isSweepId = (text: string): text is SweepId => SWEEP_ID.test(text);

/** The same range of the same sweep has the same id, so that a queue can drop a repeat. */
export function taskIdOf(task: { readonly sweep: SweepId; readonly part: number; readonly from: number; readonly to: number }): TaskId {
  return `${task.sweep}-${task.part}-${task.from}-${task.to}` as TaskId;
}
