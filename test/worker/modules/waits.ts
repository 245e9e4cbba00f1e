// Awaits a little between its reports, as a module that asks another service would.
import { setTimeout as wait } from "node:timers/promises";
import type { TrialContext } from "@spikefarm/worker";

export const parameters = { x: 0, stepMs: 30 };
export const outputs = { y: "" };

export async function run(
  { x, stepMs }: { readonly x: number; readonly stepMs: number },
  { report, signal }: TrialContext,
): Promise<{ y: number }> {
  for (let step = 0; step < 10; step++) {
    await wait(stepMs, undefined, { signal });
    report((step + 1) / 10);
  }
  return { y: x * x };
}
