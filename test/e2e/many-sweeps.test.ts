// A farm with more sweeps than one answer of the API lists: every command finds the oldest as it finds the newest.

import { openCoordinatorClient } from "@spikefarm/client";
import { makeSweepId, type SweepRecord } from "@spikefarm/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HttpFarm, NEURON } from "../coordinator/http-farm.js";
import { spikefarm } from "./spikefarm.js";

/** The API gives 500 at a time. */
const COUNT = 505;

describe("a farm with hundreds of sweeps", () => {
  let farm: HttpFarm;
  /** Newest first. */
  let ids: readonly string[];
  let oldest: string;

  beforeAll(async () => {
    farm = await HttpFarm.open();
    oldest = (await farm.run(NEURON)).id;
    const record = (await farm.store.getSweep(oldest as never)) as SweepRecord;
    const later = Array.from({ length: COUNT - 1 }, (_, index) => ({
      ...record,
      id: makeSweepId(Date.now() + index, 0),
      name: `number ${index}`,
    }));
    await Promise.all(later.map((each) => farm.store.putSweep(each)));
    ids = [oldest, ...later.map(({ id }) => id)].toReversed();
  }, 60_000);
  afterAll(() => farm[Symbol.asyncDispose]());

  test("lists them all, newest first, each once", async () => {
    const client = openCoordinatorClient({ url: farm.url });
    expect((await client.list()).map(({ id }) => id)).toEqual(ids);
    expect((await client.newest())?.id).toBe(ids[0]);
    const { stdout } = await spikefarm("ls", "--url", farm.url);
    expect([...stdout.matchAll(/^s\w+/gm)].map(([id]) => id)).toEqual(ids);
  }, 30_000);

  test("knows the oldest by its id and by the beginning of it, and the newest as last", async () => {
    for (const command of [["show"], ["watch"], ["results"], ["cancel"]]) {
      const { code, stdout, stderr } = await spikefarm(...command, oldest, "--url", farm.url);
      expect(code, `${command}: ${stderr}`).toBe(0);
      expect(stdout).toContain(command[0] === "results" ? "point,repeat,v0" : oldest);
    }
    const beginning = shortestBeginning(oldest, ids);
    expect((await spikefarm("show", beginning, "--url", farm.url)).stdout).toContain(oldest);
    expect((await spikefarm("show", "last", "--url", farm.url)).stdout).toContain(ids[0]);
  }, 30_000);

  test("says so where there is no such sweep, or several", async () => {
    const unknown = await spikefarm("watch", makeSweepId(0, 0), "--url", farm.url);
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringMatching(/SWEEP_UNKNOWN: There is no sweep .*--url/) });
    const several = await spikefarm("show", "s0", "--url", farm.url);
    expect(several).toMatchObject({ code: 1, stderr: expect.stringMatching(/SWEEP_UNKNOWN: Several .*--url/) });
  }, 30_000);
});

test("a farm without sweeps says how to hand one in", async () => {
  await using farm = await HttpFarm.open({ threads: 0 });
  const { code, stderr } = await spikefarm("watch", "last", "--url", farm.url);
  expect(stderr).toContain("spikefarm submit FILE");
  expect(code).toBe(1);
});

function shortestBeginning(id: string, ids: readonly string[]): string {
  for (let length = 1; length < id.length; length++) {
    const beginning = id.slice(0, length);
    if (ids.filter((other) => other.startsWith(beginning)).length === 1) return beginning;
  }
  return id;
}
