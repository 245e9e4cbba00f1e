// What the coordinator said of a sweep, over and over, with the time of each answer: what the checker judges afterwards. The questions
// come one after the other, so that their answers are in the order of time; no answer (a dead coordinator) is no observation.

import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { SweepDetail } from "@spikefarm/protocol";

export interface Observation {
  readonly atMs: number;
  readonly detail: SweepDetail;
}

/** Between questions while the answers change; longer and longer while they do not, when a farm waits for a lock to run out. */
const PAUSE_MS = 40;
const PAUSE_GROWTH = 1.5;
const MAX_PAUSE_MS = 200;
const ANSWER_LIMIT_MS = 5_000;

export class ApiHistory {
  readonly observations: Observation[] = [];
  /** Questions that were answered with an error or not at all. */
  unanswered = 0;
  #isOver = false;
  readonly #recording: Promise<void>;

  constructor(
    readonly sweep: string,
    readonly url: string,
    readonly headers: Readonly<Record<string, string>>,
  ) {
    this.#recording = this.#record();
  }

  get last(): SweepDetail | undefined {
    return this.observations.at(-1)?.detail;
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#recording;
  }

  async #record(): Promise<void> {
    let pauseMs = PAUSE_MS;
    while (!this.#isOver) {
      const before = this.last;
      await this.#ask().catch(() => this.unanswered++);
      pauseMs = saysTheSame(before, this.last) ? Math.min(pauseMs * PAUSE_GROWTH, MAX_PAUSE_MS) : PAUSE_MS;
      await delay(pauseMs);
    }
  }

  async #ask(): Promise<void> {
    const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
    const response = await fetch(`${this.url}/api/v1/sweeps/${this.sweep}`, { headers: this.headers, signal });
    if (!response.ok) throw new Error(`${response.status}`);
    this.observations.push({ atMs: performance.now(), detail: (await response.json()) as SweepDetail });
  }
}

const saysTheSame = (before: SweepDetail | undefined, now: SweepDetail | undefined): boolean =>
  before?.state === now?.state && before?.trials_done === now?.trials_done && isDeepStrictEqual(before?.trials, now?.trials);
