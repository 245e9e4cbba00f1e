// Trials that end their process or never end: each is one row that says so, and its neighbours stand.

import { expect, test } from "vitest";
import { describeFaults, underFault } from "./under-fault.js";

const DOCUMENT = `
module: { name: poison }
sweep:
  space: { k: { range: [0, 400, 1] } }
  timeout: 2*second
`;

describeFaults("poison", (seed) => {
  test("trials that end their process or abort are crashed, one that loops for ever is timed out; 397 others are ok", async (context) => {
    const end = await underFault(context, {
      document: DOCUMENT,
      digest: null,
      seed,
      farm: { modules: `${import.meta.dirname}/modules` },
      after: async (farm, { id }) => {
        const failures = (await (await farm.request(`/api/v1/sweeps/${id}/failures`)).json()) as {
          readonly items: readonly { readonly point: number; readonly status: string }[];
        };
        const status = new Map(failures.items.map((item) => [item.point, item.status]));
        expect([...status.keys()].toSorted((a, b) => a - b)).toEqual([100, 200, 300]);
        expect(status.get(100)).toBe("crashed");
        expect(status.get(200)).toBe("crashed");
        expect(status.get(300)).toBe("timed_out");
        const csv = await (await farm.request(`/api/v1/sweeps/${id}/results?format=csv`)).text();
        const lines = csv.trim().split(/\r?\n/);
        const columns = lines[0]!.split(",");
        const cell = (line: string, name: string): string => line.split(",")[columns.indexOf(name)]!;
        const ok = lines.slice(1).filter((line) => cell(line, "status") === "ok");
        expect(ok.map((line) => Number(cell(line, "y")))).toEqual(
          Array.from({ length: 400 }, (_, k) => k)
            .filter((k) => k % 100 !== 0 || k === 0)
            .map((k) => 2 * k),
        );
      },
    });
    expect(end).toMatchObject({ state: "complete", trials: { total: 400, ok: 397, failed: 3, pending: 0 }, digest: null });
  });
});
