// What every WriterPort keeps, in this process or over the wire.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CodedError, type Row, type SweepRecord, TrialStatus, type WriterPort } from "@spikefarm/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { allRows } from "../../datamanager/all-rows.js";
import { makeBlock, makePart, makeRecord, OUTPUTS, PARAMETERS, provenance, sweepId } from "../../datamanager/numbered-sweep.js";

const { ok, failed, skipped, timedOut } = TrialStatus;

/** `open` gives a port to an empty data directory. */
export function writerPortContract(name: string, open: (directory: string) => Promise<WriterPort>): void {
  describe(`writer port "${name}"`, () => {
    let directory: string;
    let port: WriterPort;
    const record = makeRecord(1, [makePart({ points: 25 })]);
    beforeEach(async () => {
      directory = await mkdtemp(join(tmpdir(), "spikefarm-port-"));
      port = await open(directory);
    });
    afterEach(async () => {
      await port.close();
      await rm(directory, { recursive: true });
    });

    describe("what is wrong is refused with a code", () => {
      const check = (what: string, code: string, attempt: () => Promise<unknown>): void =>
        test(what, async () => {
          await port.putSweep(record);
          await expect(attempt()).rejects.toMatchObject({ name: "CodedError", code } satisfies Partial<CodedError>);
          expect(await port.counts(record.id)).toMatchObject({ pending: 25 });
        });
      const commit = (changes: object) => () => port.commit({ ...makeBlock(record, 0, 0, 10), ...changes }, provenance);
      const unknown = sweepId(9);

      check("rows of an unknown sweep", "DATA_SWEEP_UNKNOWN", commit({ sweep: unknown }));
      check("rows of a part that is not there", "DATA_BLOCK_REFUSED", commit({ part: 1 }));
      check("rows under another granule", "DATA_BLOCK_REFUSED", commit({ granule: 1 }));
      check("rows across two granules", "DATA_BLOCK_REFUSED", () => port.commit(makeBlock(record, 0, 5, 15), provenance));
      check("no rows", "DATA_BLOCK_REFUSED", () => port.commit(makeBlock(record, 0, 5, 5), provenance));
      check("rows without one of the outputs", "DATA_BLOCK_REFUSED", commit({ outputs: makeBlock(record, 0, 0, 10).outputs.slice(1) }));
      check("columns that are shorter than the block", "DATA_BLOCK_REFUSED", commit({ outputs: makeBlock(record, 0, 0, 9).outputs }));
      check("the counts of an unknown sweep", "DATA_SWEEP_UNKNOWN", () => port.counts(unknown));
      check("the gaps of an unknown sweep", "DATA_SWEEP_UNKNOWN", () => port.missing(unknown, 0, 0, 1));
      check("the rows of an unknown sweep", "DATA_SWEEP_UNKNOWN", () => allRows(port, unknown));
      check("the digest of an unknown sweep", "DATA_SWEEP_UNKNOWN", () => port.digest(unknown));
      check("the state of an unknown sweep", "DATA_SWEEP_UNKNOWN", () => port.setState(unknown, "paused"));
      check("another document under a stored id", "DATA_SWEEP_EXISTS", () => port.putSweep({ ...record, documentHash: "0" }));
    });

    test("a refused block does not hold up the others that come with it", async () => {
      await port.putSweep(record);
      const blocks = [makeBlock(record, 0, 0, 10), { ...makeBlock(record, 0, 10, 20), granule: 7 }, makeBlock(record, 0, 20, 25)];
      const outcomes = await Promise.allSettled(blocks.map((block) => port.commit(block, provenance)));
      expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect(await port.missing(record.id, 0, 0, 10)).toEqual([{ from: 10, to: 20 }]);
    });

    test("a sweep's record comes back as it was put, and putting it again changes nothing", async () => {
      await port.putSweep(record);
      await port.setState(record.id, "paused");
      await port.putSweep(record);
      expect(await port.getSweep(record.id)).toEqual({ ...record, state: "paused" });
      expect(await port.getSweep(sweepId(9))).toBeUndefined();
      expect(await port.columns(record.id)).toEqual([...PARAMETERS, ...OUTPUTS]);
    });

    test("sweeps are listed newest first", async () => {
      for (const number of [2, 3, 1]) await port.putSweep(makeRecord(number, record.parts));
      expect((await port.listSweeps()).map(({ id }) => id)).toEqual([3, 2, 1].map(sweepId));
    });

    test("a state's failure stays until the next state", async () => {
      await port.putSweep(record);
      await port.setState(record.id, "failed", { code: "TASK_FAILED", message: "it did" });
      expect(await port.getSweep(record.id)).toMatchObject({ state: "failed", failure: { code: "TASK_FAILED", message: "it did" } });
      await port.setState(record.id, "running");
      expect(await port.getSweep(record.id)).toEqual({ ...record, state: "running" });
    });

    test("counts and gaps say what is missing", async () => {
      await port.putSweep(record);
      expect(await port.counts(record.id)).toEqual({ total: 25, ok: 0, failed: 0, skipped: 0, pending: 25 });
      const status = (trial: number) => [ok, failed, skipped, timedOut][trial % 4]!;
      const receipt = await port.commit(makeBlock(record, 0, 12, 18, { status }), provenance);
      expect(receipt).toEqual({ added: 6, conflicts: 0, counts: { total: 25, ok: 2, failed: 3, skipped: 1, pending: 19 } });
      expect(await port.counts(record.id)).toEqual(receipt.counts);
      expect(await port.missing(record.id, 0, 0, 10)).toEqual([
        { from: 0, to: 12 },
        { from: 18, to: 25 },
      ]);
      expect(await port.missing(record.id, 0, 0, 1)).toEqual([{ from: 0, to: 12 }]);
      expect(await port.missing(record.id, 0, 5, 10)).toEqual([
        { from: 5, to: 12 },
        { from: 18, to: 25 },
      ]);
    });

    test("rows hold what was committed; outputs of a row that is not ok are null", async () => {
      await port.putSweep(record);
      const status = (trial: number) => (trial === 1 ? failed : ok);
      await port.commit(makeBlock(record, 0, 0, 4, { status }), provenance);
      const row = (point: number, cells: Row["cells"]): Row => ({ point, repeat: 0, status: ok, errorCode: "", errorMessage: "", cells });
      expect(await allRows(port, record.id)).toEqual([
        row(0, ["", 0, -5, 0, false, []]),
        {
          ...row(1, ["é", 0.001, null, null, null, null]),
          status: failed,
          errorCode: "TRIAL_THREW",
          errorMessage: 'trial 1 said "no",\nthen stopped',
        },
        row(2, ["=1+1", 0.002, -3, 2 / 3, false, [2, 2.125]]),
        row(3, ["plain", 0.003, -2, Number.NaN, true, [3, 3.125, 3.25]]),
      ]);
    });

    test("rows come in table order, whatever order they were committed in", async () => {
      const parts = [
        makePart({ points: 7, repeats: 2, granuleSize: 3 }),
        makePart({ points: 4, firstPoint: 7, repeats: 2, granuleSize: 4 }),
      ];
      await fill(port, makeRecord(2, parts));
      const order = (await allRows(port, sweepId(2))).map(({ repeat, point }) => [repeat, point]);
      expect(order).toEqual([0, 1].flatMap((repeat) => Array.from({ length: 11 }, (_, point) => [repeat, point])));
    });

    test("rows are taken by status, offset and limit", async () => {
      await port.putSweep(record);
      const status = (trial: number) => (trial % 3 === 0 ? skipped : trial % 3 === 1 ? failed : ok);
      for (const [from, to] of [
        [0, 10],
        [10, 20],
      ] as const)
        await port.commit(makeBlock(record, 0, from, to, { status }), provenance);
      const points = async (query: Parameters<WriterPort["rows"]>[1]) => (await allRows(port, record.id, query)).map(({ point }) => point);
      expect(await points({})).toEqual([1, 2, 4, 5, 7, 8, 10, 11, 13, 14, 16, 17, 19]);
      expect(await points({ status: [skipped] })).toEqual([0, 3, 6, 9, 12, 15, 18]);
      expect(await points({ offset: 8, limit: 3 })).toEqual([8, 10, 11]);
      expect(await points({ status: [ok], offset: 12, limit: 2 })).toEqual([14, 17]);
      expect(await points({ limit: 0 })).toEqual([]);
      expect(await points({ offset: 20 })).toEqual([]);
    });

    test("many rows come in batches of at most 1000", async () => {
      const long = makeRecord(2, [makePart({ points: 3500, granuleSize: 4096 })]);
      await fill(port, long);
      const sizes: number[] = [];
      for await (const batch of port.rows(long.id)) sizes.push(batch.length);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(3500);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(1000);
    });

    test("IDENTITY 11: a module's granule size is settled once, together with its first row", async () => {
      const unsized = makeRecord(2, [makePart({ points: 25, granuleSize: null })], { kind: "module" });
      const probe = (size: number) => makeBlock({ ...unsized, parts: [makePart({ points: 25, granuleSize: size })] }, 0, 0, 1);
      await port.putSweep(unsized);
      await expect(port.commit(probe(5), provenance)).rejects.toMatchObject({ code: "DATA_BLOCK_REFUSED" });
      const sizes = await Promise.all([5, 7].map((size) => port.settleGranuleSize(unsized.id, 0, size, probe(size), provenance)));
      expect(sizes).toEqual([5, 5]);
      expect((await port.getSweep(unsized.id))?.parts[0]?.granuleSize).toBe(5);
      expect(await port.counts(unsized.id)).toMatchObject({ ok: 1, pending: 24 });
    });

    test("IDENTITY 13: deliveries of one trial in flight together are stored once", async () => {
      await port.putSweep(record);
      const cuts = [
        [0, 10],
        [0, 10],
        [3, 7],
        [0, 10],
      ] as const;
      const receipts = await Promise.all(cuts.map(([from, to]) => port.commit(makeBlock(record, 0, from, to), provenance)));
      expect(receipts.reduce((sum, { added }) => sum + added, 0)).toBe(10);
      expect(receipts.every(({ conflicts }) => conflicts === 0)).toBe(true);
      expect(await port.counts(record.id)).toMatchObject({ ok: 10 });
    });

    test("IDENTITY 22: a model's trial that comes back different fails its sweep; the first row stands", async () => {
      await fill(port, record);
      const receipt = await port.commit(makeBlock(record, 0, 10, 14, { shift: 1 }), provenance);
      expect(receipt).toMatchObject({ added: 0, conflicts: 3 }); // not-a-number stays one, whatever is added
      expect(await port.getSweep(record.id)).toMatchObject({ state: "failed", failure: { code: "CONFLICT" } });
      expect((await allRows(port, record.id))[12]?.cells[3]).toBe(4);
      expect(await port.digest(record.id)).toBeNull();
      await port.setState(record.id, "complete");
      expect(await port.getSweep(record.id)).toMatchObject({ state: "failed", failure: { code: "CONFLICT" } });
    });

    test("IDENTITY 22: a module's trial that comes back different is a warning; the first row and the digest stand", async () => {
      const module = makeRecord(2, record.parts, { kind: "module" });
      await fill(port, module);
      const before = await port.digest(module.id);
      expect(await port.commit(makeBlock(module, 0, 10, 12, { shift: 1 }), provenance)).toMatchObject({ added: 0, conflicts: 1 });
      expect(await port.getSweep(module.id)).toMatchObject({ state: "running" });
      expect(await port.digest(module.id)).toBe(before);
      expect(before).toMatch(/^[0-9a-f]{64}$/);
    });
  });
}

/** Commits every granule, the last one first. */
async function fill(port: WriterPort, record: SweepRecord): Promise<void> {
  await port.putSweep(record);
  for (const [index, part] of record.parts.entries()) {
    const size = part.granuleSize!;
    const trials = part.points * part.repeats;
    for (let from = Math.floor((trials - 1) / size) * size; from >= 0; from -= size) {
      await port.commit(makeBlock(record, index, from, Math.min(from + size, trials)), provenance);
    }
  }
}
