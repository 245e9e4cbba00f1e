// Cancels a sweep, after asking in place: a dialog would hide what is being decided about.

import type { SweepSummary } from "@spikefarm/protocol";
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "../api/call.js";
import { cancelSweep } from "../api/farm-api.js";
import { noteSweep } from "../live/farm.js";
import { ErrorNote } from "./error-note.js";

type Step =
  | { readonly kind: "idle" }
  | { readonly kind: "asking" }
  | { readonly kind: "sent" }
  | { readonly kind: "refused"; readonly error: ApiError };

const CAN_BE_CANCELLED: ReadonlySet<string> = new Set(["queued", "running", "paused"]);

export function CancelButton({ sweep }: { readonly sweep: SweepSummary }) {
  const [step, setStep] = useState<Step>({ kind: "idle" });
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (step.kind === "asking") keep.current?.focus();
  }, [step.kind]);
  if (!CAN_BE_CANCELLED.has(sweep.state)) return null;

  const send = async () => {
    setStep({ kind: "sent" });
    try {
      noteSweep(await cancelSweep(sweep.id));
      setStep({ kind: "idle" });
    } catch (cause) {
      setStep({ kind: "refused", error: cause instanceof ApiError ? cause : new ApiError(String(cause), { code: "UNEXPECTED", cause }) });
    }
  };
  if (step.kind !== "asking") {
    return (
      <>
        {step.kind === "refused" && <ErrorNote error={step.error} doing="Cancelling" />}
        <button type="button" class="button is-danger" disabled={step.kind === "sent"} onClick={() => setStep({ kind: "asking" })}>
          {step.kind === "sent" ? "Cancelling …" : "Cancel"}
        </button>
      </>
    );
  }
  return (
    <fieldset class="confirm" onKeyDown={(event) => event.key === "Escape" && setStep({ kind: "idle" })}>
      <legend class="hidden">Cancel this sweep?</legend>
      <span>Cancel this sweep? What is computed stays.</span>
      <button type="button" class="button is-danger is-solid" onClick={() => void send()}>
        Yes, cancel it
      </button>
      <button type="button" class="button" ref={keep} onClick={() => setStep({ kind: "idle" })}>
        Keep it running
      </button>
    </fieldset>
  );
}
