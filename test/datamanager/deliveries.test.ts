// However the rows of a sweep are cut, repeated and mixed with failures on their way, the store ends with the same table.

import { openDataManager } from "@spikefarm/datamanager";
import { type SizedPart, splitByGranule, type TrialRange, TrialStatus, trialCount, type WriterPort } from "@spikefarm/protocol";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { slowDigest } from "../contract/writer-port/slow-digest.js";
import { blockOf, collect, commitRange, PROVENANCE, sweepOf } from "../contract/writer-port/sweeps.js";
import { anyPart } from "../protocol/any-part.js";
import { temporaryDirectory } from "./temporary-directory.js";

const { path, remove } = temporaryDirectory();
let port: WriterPort;
beforeAll(async () => {
  port = await openDataManager({ directory: path, machine: "atlas" });
});
afterAll(() => port.close().then(remove));

/** Fails for good, as a trial does that throws. */
const lasting = (trial: number): TrialStatus =>
  trial % 5 === 2 ? TrialStatus.failed : trial % 7 === 6 ? TrialStatus.skipped : TrialStatus.ok;

/** Where a range begins and ends as fractions of the part, and how its rows turned out the first time. */
const anyDelivery = fc.record({
  from: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.double({ min: 0, max: 1, noNaN: true }),
  turnedOut: fc.constantFrom("well", "timed out", "crashed"),
});
const STATUS_OF = { well: undefined, "timed out": TrialStatus.timedOut, crashed: TrialStatus.crashed } as const;

test("IDENTITY 12, 19: any cuts and repeats of deliveries give every trial once and the same digest, which is that of a slow second reading", async () => {
  await fc.assert(
    fc.asyncProperty(anyPart, fc.array(anyDelivery, { maxLength: 12 }), async (part, deliveries) => {
      const trials = trialCount(part);
      const record = sweepOf([part]);
      await port.putSweep(record);
      const ranges = deliveries.map(({ from, length, turnedOut }) => {
        const start = Math.floor(from * (trials - 1));
        return { range: { from: start, to: Math.min(trials, start + 1 + Math.floor(length * 20)) }, status: STATUS_OF[turnedOut] };
      });
      // Skipped is decided before a trial runs, so it never times out first.
      const statusOf = (first: TrialStatus | undefined) => (trial: number) =>
        first === undefined || lasting(trial) === TrialStatus.skipped ? lasting(trial) : first;
      for (const { range, status } of ranges) await commitRange(port, record, range, { status: statusOf(status) });
      await Promise.all(
        pieces(part, { from: 0, to: trials }).map((range) => port.commit(blockOf(record, range, { status: lasting }), PROVENANCE)),
      );

      const rows = await collect(port.rows(record.id, { status: Object.values(TrialStatus) }));
      expect(new Set(rows.map(({ point, repeat }) => `${point} ${repeat}`)).size).toBe(trials);
      expect(rows).toHaveLength(trials);

      const undisturbed = sweepOf([part]);
      await port.putSweep(undisturbed);
      await commitRange(port, undisturbed, { from: 0, to: trials }, { status: lasting });
      const digest = await port.digest(record.id);
      expect(digest).toBe(await port.digest(undisturbed.id));
      expect(digest).toBe(await slowDigest(port, record));
      expect(await port.counts(record.id)).toEqual(await port.counts(undisturbed.id));
    }),
    { numRuns: 25 },
  );
});

test("what one opening has stored, the next one reads: rows, counts, gaps and digest", async () => {
  const { path: directory, remove: removeDirectory } = temporaryDirectory();
  const part: SizedPart = {
    space: {},
    firstPoint: 3,
    points: 50,
    firstRepeat: 1,
    repeats: 2,
    axes: [{ length: 50, isStructural: false }],
    granuleSize: 8,
  };
  const [whole, holed] = [sweepOf([part]), sweepOf([part])];
  const read = async (data: WriterPort): Promise<unknown[]> => [
    await data.listSweeps({ limit: 100 }),
    await data.digest(whole.id),
    await data.digest(holed.id),
    await collect(data.rows(whole.id)),
    await collect(data.rows(holed.id)),
    await data.counts(holed.id),
    await data.missing(holed.id, 0, 0, 100),
  ];
  const first = await openDataManager({ directory, machine: "atlas" });
  for (const record of [whole, holed]) await first.putSweep(record);
  await commitRange(first, whole, { from: 0, to: 100 }, { status: () => TrialStatus.crashed });
  await commitRange(first, whole, { from: 0, to: 100 }, { status: lasting });
  for (const range of [
    { from: 30, to: 41 },
    { from: 3, to: 9 },
  ])
    await commitRange(first, holed, range);
  const before = await read(first);
  await first.close();
  const second = await openDataManager({ directory, machine: "atlas" });
  expect(await read(second)).toEqual(before);
  expect(before[1]).toMatch(/^[0-9a-f]{64}$/);
  await second.close();
  removeDirectory();
});

test("a closed directory answers every call with DATA_CLOSED", async () => {
  const { path: directory, remove: removeDirectory } = temporaryDirectory();
  const data = await openDataManager({ directory, machine: "atlas" });
  const record = sweepOf([
    { space: {}, firstPoint: 0, points: 1, firstRepeat: 0, repeats: 1, axes: [{ length: 1, isStructural: false }], granuleSize: 1 },
  ]);
  await data.putSweep(record);
  await data.close();
  await data.close();
  const closed = expect.objectContaining({ code: "DATA_CLOSED" });
  await expect(data.getSweep(record.id)).rejects.toEqual(closed);
  await expect(data.listSweeps({ limit: 100 })).rejects.toEqual(closed);
  await expect(data.counts(record.id)).rejects.toEqual(closed);
  await expect(data.commit(blockOf(record, { from: 0, to: 1 }), PROVENANCE)).rejects.toEqual(closed);
  removeDirectory();
});

/** A range cut into its granules. */
const pieces = (part: SizedPart, range: TrialRange): TrialRange[] => [...splitByGranule(part, range)].map(({ from, to }) => ({ from, to }));
