// IDENTITY 12 and idea 3: a sweep's digest depends on neither threads, granules, tasks nor lanes.

import { describe, expect, test } from "vitest";
import { ROOT, runJson, temporaryDirectory, writeDocument } from "./spikefarm.js";

const IF_CURVE = `${ROOT}examples/if-curve.yaml`;

/** Coupled and nonlinear equations, refractoriness, lists, repeats, and a size that no lane count divides. */
const MIXED = `
model:
  parameters: { drive: 1.5, tau: 10*ms, n: 3 }
  groups:
    G:
      size: n
      equations: |
        dv/dt = (drive - v + w)/tau : 1 (unless refractory)
        dw/dt = -w/(2*tau) : 1
      threshold: v > 1
      reset: |
        v = 0
        w += 0.1
      refractory: 2*ms
      initial: { v: i/N }
    Q:
      equations: "dx/dt = (drive - x**2 + sin(x))/tau : 1"
      method: euler
      threshold: x > 1
      reset: x = -x
  duration: 200*ms
  outputs:
    per: counts(G)
    times: spikes(G)
    first: first_spike(Q)
    last: final(G.w)
sweep:
  space: { drive: { linspace: [0.5, 3, 11] }, tau: { logspace: [5*ms, 20*ms, 4] }, n: [1, 3] }
  repeats: 2
`;

const VARIANTS: readonly (readonly string[])[] = [
  ["--threads", "1"],
  ["--threads", "2"],
  ["--threads", "2", "--granule", "1"],
  ["--threads", "2", "--granule", "7", "--task-granules", "3"],
  ["--threads", "1", "--granule", "4096"],
  ...[1, 2, 3, 7, 64, 1000].map((lanes) => ["--threads", "2", "--lanes", String(lanes)]),
  ["--threads", "2", "--granule", "5", "--lanes", "3", "--task-granules", "2"],
];

async function digests(file: string): Promise<Set<string | null>> {
  const seen = new Set<string | null>();
  for (const flags of VARIANTS) {
    const { digest, state } = await runJson(file, temporaryDirectory(), ...flags);
    expect(state).toBe("complete");
    seen.add(digest);
  }
  return seen;
}

describe("the same bytes, whatever ran it", () => {
  test("IDENTITY 12: the I-F curve's digest is one for any threads, granules, tasks and lanes", async () => {
    const seen = await digests(IF_CURVE);
    expect([...seen]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  }, 120_000);

  test("IDENTITY 9, 12: so is that of a sweep with structural axes, coupled equations, lists and repeats", async () => {
    const file = writeDocument(temporaryDirectory(), MIXED);
    const seen = await digests(file);
    expect([...seen]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  }, 120_000);
});
