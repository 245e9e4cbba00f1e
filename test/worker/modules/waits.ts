// Awaits a little between its reports, as a module that asks another service would.
import { setTimeout as wait } from "node:timers/promises";

export const parameters = { x: 0, stepMs: 30 };
export const outputs = { y: "" };

interface Context {
  readonly report: (fraction: number) => void;
  readonly signal: AbortSignal;
}

export async function run(
  { x, stepMs }: { readonly x: number; readonly stepMs: number },
  { report, signal }: Context,
): Promise<{ y: number }> {
  for (let step = 0; step < 10; step++) {
    await wait(stepMs, undefined, { signal });
    report((step + 1) / 10);
  }
  return { y: x * x };
}
