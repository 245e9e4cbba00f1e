// Runs models in Brian 2, in a few Python processes: most of a process's time is its start, so each takes many models.

import { spawn, spawnSync } from "node:child_process";
import type { CheckedData } from "@spikefarm/equations";
import type { Lane } from "../compare-with-reference.js";

const PYTHON = process.env.SPIKEFARM_PYTHON ?? "/usr/bin/python3";
const PROCESSES = 2;

export interface BrianCase {
  readonly model: Readonly<Record<string, unknown>>;
  readonly parameters: Lane;
  readonly data?: readonly CheckedData[];
  /** Brian 2 may look in vain for its symbolic solution, and is given up then. */
  readonly mayHaveNoSolution?: boolean;
}

/** Of one event: the step and the element of each time it happened, in order. */
export interface BrianEvents {
  readonly steps: readonly number[];
  readonly elements: readonly number[];
}

export interface BrianGroup {
  readonly events: Readonly<Record<string, BrianEvents>>;
  /** A row an element, a number a step; null for what is not finite. */
  readonly traces: Readonly<Record<string, readonly (readonly (number | null)[])[]>>;
}

export type BrianResult = { readonly unsupported: string } | { readonly groups: Readonly<Record<string, BrianGroup>> };

export function hasBrian(): boolean {
  const found = spawnSync(PYTHON, ["-c", "import brian2"]).status === 0;
  if (!found) console.warn(`Brian 2 is not compared with: ${PYTHON} cannot import brian2 (Debian: apt-get install python3-brian)`);
  return found;
}

export async function runInBrian(cases: readonly BrianCase[], timeoutMs: number): Promise<readonly BrianResult[]> {
  const shares = Array.from({ length: PROCESSES }, (_, share) => cases.filter((_case, index) => index % PROCESSES === share));
  const results = await Promise.all(shares.map((share) => runPython(share, timeoutMs)));
  return cases.map((_, index) => results[index % PROCESSES]![Math.floor(index / PROCESSES)]!);
}

async function runPython(cases: readonly BrianCase[], timeoutMs: number): Promise<readonly BrianResult[]> {
  const script = new URL("brian2_models.py", import.meta.url).pathname;
  const python = spawn(PYTHON, [script], { timeout: timeoutMs });
  python.stdin.end(JSON.stringify(cases.map(({ data = [], ...rest }) => ({ ...rest, data: data.map(inJson) }))));
  const [output, errors, status] = await Promise.all([
    textOf(python.stdout),
    textOf(python.stderr),
    new Promise<number | null>((resolve, reject) => python.on("error", reject).on("close", resolve)),
  ]);
  if (status !== 0) throw new Error(`Brian 2 failed:\n${errors}`);
  return JSON.parse(output) as readonly BrianResult[];
}

const inJson = (array: CheckedData) => ({ ...array, values: [...array.values] });

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
