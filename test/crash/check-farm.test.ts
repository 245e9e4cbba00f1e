// The checker itself: it agrees with a farm that kept its promises, and finds each kind of broken promise that is planted.

import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SweepDetail } from "@spikefarm/protocol";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { ROOT, runJson, type Summary, writeDocument } from "../e2e/spikefarm.js";
import { type Claim, checkFarm } from "./check-farm.js";

/** More than one page of 4096 trials, with numbers and lists. */
const DOCUMENT = `
model:
  parameters: { v0: 10*mV, tau: 10*ms }
  groups:
    G: { equations: "dv/dt = (v0 - v)/tau : volt", threshold: "v > 10*mV", reset: "v = 0*mV" }
  duration: 10*ms
  outputs: { n: "count(G)", last: "final(G.v)", times: "spikes(G)" }
sweep:
  space: { v0: { linspace: [0*mV, 30*mV, 100] }, tau: { linspace: [1*ms, 10*ms, 50] } }
`;

describe("the checker of a farm", () => {
  let directory: string;
  let summary: Summary;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "spikefarm-checker-"));
    summary = await runJson(writeDocument(directory, DOCUMENT), join(directory, "data"));
    return () => rmSync(directory, { recursive: true, force: true });
  }, 60_000);

  const said = (trials: Partial<SweepDetail["trials"]> = {}, state = "complete", digest = summary.digest): Claim["history"][number] => ({
    atMs: 0,
    detail: { state, digest, trials: { ...shelved(), ...trials }, trials_done: 0 } as SweepDetail,
  });
  const shelved = (): SweepDetail["trials"] => ({ skipped: 0, pending: 0, ...summary.trials });
  const claim = (...history: Claim["history"]): Claim => ({ sweep: summary.sweep, digest: summary.digest, history });
  const check = async (change: (level: ShelfLevel, keys: string[]) => Promise<void>): Promise<readonly string[]> => {
    const copy = mkdtempSync(join(tmpdir(), "spikefarm-checker-"));
    onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
    cpSync(join(directory, "data"), copy, { recursive: true });
    const [shelf] = readdirSync(join(copy, "shelves"));
    const { Level } = createRequire(new URL("../../packages/datamanager/package.json", import.meta.url))("level") as LevelModule;
    const level = new Level(join(copy, "shelves", shelf!), { valueEncoding: "buffer" });
    await change(level, await level.keys().all());
    await level.close();
    return checkFarm(copy, [claim(said())]);
  };

  test("agrees with a run that nothing disturbed", async () => {
    expect(await checkFarm(join(directory, "data"), [claim(said())])).toEqual([]);
  });

  test("agrees with a run some trials of which threw", async () => {
    const file = writeDocument(directory, "module: { name: some-fail }\nsweep: { space: { k: { range: [0, 100, 1] } } }", "module.yaml");
    const data = join(directory, "module");
    const { sweep, digest, trials } = await runJson(file, data, "--modules", `${ROOT}test/crash/modules`);
    expect(trials).toMatchObject({ ok: 85, failed: 15 });
    const detail = { state: "complete", digest, trials: { skipped: 0, pending: 0, ...trials }, trials_done: 100 } as SweepDetail;
    expect(await checkFarm(data, [{ sweep, digest, history: [{ atMs: 0, detail }] }])).toEqual([]);
  });

  test("finds a block that is gone, and its bytes that belong to nobody", async () => {
    const wrong = await check(async (level, keys) => level.del(keys.find((key) => key.startsWith("block!"))!));
    expect(wrong.join("\n")).toContain("belongs to no block");
    expect(wrong.join("\n")).toContain("have no row, the first is 0");
  });

  test("finds a block that is stored twice", async () => {
    const wrong = await check(async (level, keys) => {
      for (const key of keys.filter((each) => /^(block|bytes)!/.test(each))) {
        const parts = key.split("!");
        parts[5] = "fffffffffffff0";
        await level.put(parts.join("!"), await level.get(key));
      }
    });
    expect(wrong.join("\n")).toContain("trial 0 of part 0");
    expect(wrong.join("\n")).toContain("is stored twice");
  });

  test("finds a flipped bit", async () => {
    await expect(
      check(async (level, keys) => {
        const key = keys.find((each) => each.startsWith("bytes!"))!;
        const bytes = Buffer.from(await level.get(key));
        bytes[bytes.length - 20]! ^= 1;
        await level.put(key, bytes);
      }),
    ).rejects.toThrow(/BLOCK_CORRUPT|damaged/);
  });

  test.each([
    ["a sum that is not the total", () => [said({ ok: 1 })], "does not add up"],
    ["complete too early", () => [said({ ok: shelved().ok - 1, pending: 1 }), said()], "complete, with 1 trials pending"],
    ["a counter that goes back", () => [said(), said({ ok: shelved().ok - 1, pending: 1 }, "running", null), said()], "ok, after"],
    ["a digest that is not that of the rows", () => [said({}, "complete", "0".repeat(64))], "the coordinator said 0000"],
    ["counts that are not those of the rows", () => [said({ ok: shelved().ok - 1, failed: 1 })], "the coordinator said 1"],
    ["silence", () => [], "never heard"],
  ])("finds %s", async (_, history, message) => {
    expect((await checkFarm(join(directory, "data"), [claim(...history())])).join("\n")).toContain(message);
  });
});

interface ShelfLevel {
  keys(): { all(): Promise<string[]> };
  get(key: string): Promise<Buffer>;
  put(key: string, value: Buffer): Promise<void>;
  del(key: string): Promise<void>;
  close(): Promise<void>;
}
interface LevelModule {
  readonly Level: new (path: string, options: object) => ShelfLevel;
}
