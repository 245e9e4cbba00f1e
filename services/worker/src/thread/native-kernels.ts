// A thread's native kernels, kept from stretch to stretch.

import type { NativeKernels } from "@spikefarm/native";
import type { NativeRequest } from "../native-compiler.js";

export type Complain = (message: string, reason: string) => void;

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
