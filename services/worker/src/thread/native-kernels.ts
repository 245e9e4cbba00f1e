// A thread's native kernels, kept from stretch to stretch.

import type { NativeKernels } from "@spikefarm/native";
import type { NativeKernel, NativeTarget } from "@spikefarm/simulator";
import type { NativeRequest } from "../native-compiler.js";

export type Complain = (message: string, reason: string) => void;

/** Kernels, and whether one of them has run: what a block says of its origin, apart from its rows. */
export interface NoticedKernels {
  readonly native: NativeTarget;
  readonly hasRun: () => boolean;
}

export function noticeRuns(kernels: NativeTarget): NoticedKernels {
  let hasRun = false;
  const kernelOf: NativeTarget["kernelOf"] = (source) => {
    const kernel = kernels.kernelOf(source);
    if (kernel === undefined) return undefined;
    const run: NativeKernel["run"] = (...call) => {
      hasRun = true;
      return kernel.run(...call);
    };
    return { ...kernel, run };
  };
  return { native: { worthMs: kernels.worthMs, kernelOf }, hasRun: () => hasRun };
}

let kept: { readonly key: string; readonly kernels: NativeKernels } | undefined;

/** Loads the foreign-function library only where there is a compiler to use it with. */
export async function nativeKernelsOf({ compiler, directory, waits }: NativeRequest, complain: Complain): Promise<NativeKernels> {
  const key = JSON.stringify([compiler.fingerprint, directory, waits]);
  if (kept?.key === key) return kept.kernels;
  const { NativeKernels } = await import("@spikefarm/native");
  const log = ({ message, reason }: { readonly message: string; readonly reason: string }): void => complain(message, reason);
  kept = { key, kernels: new NativeKernels({ compiler, directory, waits, ...(waits && { worthMs: 0 }), log }) };
  return kept.kernels;
}
