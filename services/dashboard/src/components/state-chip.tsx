import type { SweepState, WorkerSummary } from "@spikefarm/protocol";

type State = SweepState | WorkerSummary["state"];

const TONES: Readonly<Record<State, "good" | "busy" | "bad" | "quiet">> = {
  queued: "quiet",
  running: "busy",
  paused: "quiet",
  cancelled: "quiet",
  complete: "good",
  failed: "bad",
  ok: "good",
  draining: "busy",
  refused: "bad",
  lost: "bad",
};

export function StateChip({ state }: { readonly state: State }) {
  return <span class={`chip is-${TONES[state] ?? "quiet"}`}>{state}</span>;
}
