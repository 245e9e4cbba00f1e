/** Reports of one claim reach Redis at most this often; the last one before a pause always does. */
const REPORT_INTERVAL_MS = 300;

/** Thins the reports of a claim: owns what was sent last, and the timer of what is to be sent next. */
export class ClaimProgress {
  readonly #send: (trialsDone: number) => void;
  #sent: number | undefined;
  #next = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (trialsDone: number) => void) {
    this.#send = send;
  }

  report(trialsDone: number): void {
    this.#next = trialsDone;
    if (this.#timer === undefined) this.#flush();
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #flush(): void {
    this.#timer = undefined;
    if (this.#next === this.#sent) return;
    this.#sent = this.#next;
    this.#send(this.#next);
    this.#timer = setTimeout(() => this.#flush(), REPORT_INTERVAL_MS);
  }
}
