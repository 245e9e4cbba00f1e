// A full disk: no acknowledged row is lost, nothing pretends to be stored, and with space the directory opens again.

import { openDataManager } from "@spikefarm/datamanager";
import { granuleRange, type SizedPart } from "@spikefarm/protocol";
import { afterAll, expect, test } from "vitest";
import { blockOf, collect, PROVENANCE, plainPart, sweepOf } from "../contract/writer-port/sweeps.js";
import { mountSmallDisk } from "./small-disk.js";

const disk = mountSmallDisk(6);
afterAll(() => disk?.remove());

test.skipIf(disk === undefined)(
  "a full disk refuses commits with DATA_DISK_FULL, and with space every acknowledged row is there",
  async () => {
    const directory = `${disk!.path}/data`;
    const record = sweepOf([plainPart(4_000_000, 1, 4000)]);
    const part = record.parts[0] as SizedPart;
    const full = expect.objectContaining({ code: "DATA_DISK_FULL" });
    const data = await openDataManager({ directory, machine: "atlas" });
    await data.putSweep(record);
    let granule = 0;
    let failure: unknown;
    for (; failure === undefined && granule < 1000; granule++) {
      await data.commit(blockOf(record, granuleRange(part, granule)), PROVENANCE).catch((error: unknown) => {
        failure = error;
      });
    }
    const acknowledged = granule - 1;
    expect(failure).toEqual(full);
    expect(acknowledged).toBeGreaterThan(0);
    expect((await data.counts(record.id)).ok).toBe(acknowledged * 4000);

    const late = blockOf(record, granuleRange(part, 999));
    const before = performance.now();
    for (let again = 0; again < 100; again++) {
      await expect(data.commit(late, PROVENANCE)).rejects.toEqual(full);
    }
    expect(performance.now() - before).toBeLessThan(2000);
    expect(await collect(data.rows(record.id, { limit: 10 }))).toHaveLength(10);
    await data.close();

    disk!.resize(64);
    const again = await openDataManager({ directory, machine: "atlas" });
    const [gap] = await again.missing(record.id, 0, 0, 1);
    expect(gap!.from).toBeGreaterThanOrEqual(acknowledged * 4000);
    expect((await collect(again.rows(record.id))).filter(({ point, cells }) => cells[2] !== point)).toEqual([]);
    await again.commit(late, PROVENANCE);
    await again.close();
  },
);
