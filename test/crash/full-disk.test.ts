// The writer's disk is full (a tmpfs of 64 MB, most of it taken): nothing is acknowledged that is not stored, and with space again the
// sweep goes on by itself.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { waitUntil } from "../support/wait-until.js";
import { describeFaults, STRIKE_LIMIT_MS, underFault } from "./under-fault.js";

/** What the ballast leaves: enough to open the store, too little for the sweep. */
const LEFT_BYTES = 6 << 20;

/** Some 40 MB of traces. */
const DOCUMENT = `
model:
  parameters: { v0: 10*mV }
  groups:
    G: { equations: "dv/dt = (v0 - v)/(10*ms) : volt", threshold: "v > 10*mV", reset: "v = 0*mV" }
  duration: 250*ms
  outputs: { v: "trace(G.v)" }
sweep:
  space: { v0: { linspace: [0*mV, 30*mV, 2000] } }
`;

const MOUNT_REFUSED = ((): string | undefined => {
  const folder = mkdtempSync(join(tmpdir(), "spikefarm-tmpfs-"));
  const isMounted = mount(folder);
  if (isMounted) spawnSync("umount", [folder]);
  rmSync(folder, { recursive: true, force: true });
  return isMounted ? undefined : "mounting a tmpfs is not permitted here";
})();

function mount(folder: string): boolean {
  return spawnSync("mount", ["-t", "tmpfs", "-o", "size=64m", "tmpfs", folder]).status === 0;
}

describeFaults("a full disk under the writer", (seed) => {
  test.skipIf(MOUNT_REFUSED)(
    `the sweep waits, and goes on when there is space${MOUNT_REFUSED === undefined ? "" : ` (skipped: ${MOUNT_REFUSED})`}`,
    async (context) => {
      const folder = mkdtempSync(join(tmpdir(), "spikefarm-tmpfs-"));
      expect(mount(folder)).toBe(true);
      context.onTestFinished(() => {
        spawnSync("umount", [folder]);
        rmSync(folder, { recursive: true, force: true });
      });
      const ballast = join(folder, "ballast");
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(ballast, Buffer.alloc(bavail * bsize - LEFT_BYTES));
      const data = join(folder, "data");
      mkdirSync(data);

      await underFault(context, {
        document: DOCUMENT,
        seed,
        farm: { data },
        during: async (farm, history) => {
          await waitUntil("the sweep has been looked at", () => history.last !== undefined, STRIKE_LIMIT_MS);
          await waitUntil("the writer says that its disk is full", () => farm.writer.log.includes("DATA_DISK_FULL"), STRIKE_LIMIT_MS);
          // The last that was heard: a store with a full disk is not read either.
          expect(history.last?.state).toBe("running");
          expect(history.last?.trials.pending).toBeGreaterThan(0);
          rmSync(ballast);
        },
      });
    },
  );
});
