// What every WriterPort keeps, whether it is the DataManager itself, the writer around it, or the writer over HTTP.

import { allSweeps, type PartRecord, type Row, type SweepEntry, type SweepRecord, TrialStatus, type WriterPort } from "@spikefarm/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rowsContract } from "./rows-contract.js";
import { slowDigest } from "./slow-digest.js";
import { blockOf, collect, commitRange, newSweepId, PROVENANCE, plainPart, sweepOf } from "./sweeps.js";

const ALL = Object.values(TrialStatus);
const { failed, skipped, timedOut, crashed } = TrialStatus;

export interface OpenPort {
  readonly port: WriterPort;
  /** Closes it and removes its directory. */
  remove(): Promise<void>;
}

export function writerPortContract(name: string, open: () => Promise<OpenPort>): void {
  describe(`writer port "${name}"`, () => {
    let opened: OpenPort;
    let port: WriterPort;
    beforeAll(async () => {
      opened = await open();
      port = opened.port;
    });
    afterAll(() => opened.remove());

    const put = async (parts: readonly PartRecord[], changes?: Partial<SweepRecord>): Promise<SweepRecord> => {
      const record = sweepOf(parts, changes);
      await port.putSweep(record);
      return record;
    };
    const refusedWith = (code: string): unknown => expect.objectContaining({ code });
    const numbersOf = (rows: readonly Row[]): unknown[] => rows.map(({ point, repeat, cells }) => [point, repeat, cells[2]]);

    describe("sweeps", () => {
      test("an unknown sweep is undefined, and refused by everything else", async () => {
        const record = sweepOf([plainPart(10)]);
        expect(await port.getSweep(record.id)).toBe(undefined);
        const unknown = refusedWith("DATA_SWEEP_UNKNOWN");
        await expect(port.setState(record.id, "running")).rejects.toEqual(unknown);
        await expect(port.commit(blockOf(record, { from: 0, to: 10 }), PROVENANCE)).rejects.toEqual(unknown);
        await expect(port.settleGranuleSize(record.id, 0, 5, blockOf(record, { from: 0, to: 1 }), PROVENANCE)).rejects.toEqual(unknown);
        await expect(port.counts(record.id)).rejects.toEqual(unknown);
        await expect(port.missing(record.id, 0, 0, 1)).rejects.toEqual(unknown);
        await expect(collect(port.rows(record.id))).rejects.toEqual(unknown);
        await expect(port.columns(record.id)).rejects.toEqual(unknown);
        await expect(port.digest(record.id)).rejects.toEqual(unknown);
      });

      test("a sweep comes back as it was put; the same one put again changes nothing", async () => {
        const record = await put([plainPart(10)], { name: "naïve", module: { name: "m", hash: "ff" } });
        await port.setState(record.id, "running");
        await port.putSweep(record);
        expect(await port.getSweep(record.id)).toEqual({ ...record, state: "running" });
      });

      test("another document or other parts under its id are refused", async () => {
        const record = await put([plainPart(10)]);
        await expect(port.putSweep({ ...record, documentHash: "01" })).rejects.toEqual(refusedWith("DATA_SWEEP_EXISTS"));
        await expect(port.putSweep({ ...record, parts: [plainPart(11)] })).rejects.toEqual(refusedWith("DATA_SWEEP_EXISTS"));
      });

      test("IDENTITY 8: parts that hold the same point and repeat are refused", async () => {
        const record = sweepOf([plainPart(10), { ...plainPart(10), firstPoint: 9 }]);
        await expect(port.putSweep(record)).rejects.toEqual(refusedWith("DATA_PARTS_OVERLAP"));
        await put([plainPart(10), { ...plainPart(10), firstPoint: 10 }, { ...plainPart(20), firstRepeat: 1 }]);
      });

      test("sweeps are listed newest first, a page at a time, without what may be large", async () => {
        const records: SweepRecord[] = [];
        for (let count = 0; count < 3; count++)
          records.unshift(await put([plainPart(1)], { name: `sweep ${count}`, failure: { code: "A", message: "b" } }));
        const entries = records.map(({ document, parts, parameters, outputs, ...entry }) => entry);
        expect(await port.listSweeps({ limit: 2 })).toEqual(entries.slice(0, 2));
        expect(await port.listSweeps({ limit: 1, before: records[1]!.id })).toEqual(entries.slice(2));
        expect(await port.listSweeps({ limit: 0 })).toEqual([]);
        const all: SweepEntry[] = [];
        for await (const entry of allSweeps(port)) all.push(entry);
        expect(all.map(({ id }) => id)).toEqual(
          all
            .map(({ id }) => id)
            .sort()
            .reverse(),
        );
        expect(all.slice(0, 3)).toEqual(entries);
        expect(await port.listSweeps({ limit: 10, before: all.at(-1)!.id })).toEqual([]);
      });

      test("a state takes its failure with it when it goes", async () => {
        const { id } = await put([plainPart(1)]);
        const failure = { code: "TOO_MANY_FAILURES", message: "3 of 4" };
        expect(await port.setState(id, "failed", failure), "what stands").toEqual({ state: "failed", failure });
        expect(await port.getSweep(id)).toMatchObject({ state: "failed", failure });
        expect(await port.setState(id, "queued")).toEqual({ state: "queued" });
        expect(await port.getSweep(id)).not.toHaveProperty("failure");
      });

      test("columns are the swept parameters, then the outputs", async () => {
        const record = await put([plainPart(1)]);
        expect(await port.columns(record.id)).toEqual([...record.parameters, ...record.outputs]);
      });
    });

    describe("commits", () => {
      test("IDENTITY 12: a commit is receipted with what it added; a repeat adds nothing", async () => {
        const record = await put([plainPart(20)]);
        const counts = { total: 20, ok: 6, failed: 0, skipped: 0, pending: 14 };
        const block = blockOf(record, { from: 2, to: 8 });
        expect(await port.commit(block, PROVENANCE)).toEqual({ added: 6, conflicts: 0, counts });
        expect(await port.commit(block, PROVENANCE)).toEqual({ added: 0, conflicts: 0, counts });
        expect(await port.commit(blockOf(record, { from: 0, to: 10 }), PROVENANCE)).toMatchObject({ added: 4, conflicts: 0 });
        expect(await port.counts(record.id)).toEqual({ ...counts, ok: 10, pending: 10 });
      });

      test("two deliveries of the same rows at once are stored once", async () => {
        const record = await put([plainPart(10)]);
        const block = blockOf(record, { from: 0, to: 10 });
        const receipts = await Promise.all(Array.from({ length: 8 }, () => port.commit(block, PROVENANCE)));
        expect(receipts.reduce((sum, { added }) => sum + added, 0)).toBe(10);
        expect(await collect(port.rows(record.id))).toHaveLength(10);
      });

      test("IDENTITY 13: a second delivery of trials waits for the first one's outcome: the one that is later is compared, not stored", async () => {
        const record = await put([plainPart(10)], { kind: "module" }); // of a module neither fails the sweep
        const range = { from: 0, to: 10 };
        const salts = [0, 1, 2, 3];
        const receipts = await Promise.all(salts.map((salt) => port.commit(blockOf(record, range, { salt }), PROVENANCE)));
        const winner = receipts.findIndex(({ added }) => added > 0);
        expect(receipts.map(({ added, conflicts }) => ({ added, conflicts }))).toEqual(
          salts.map((salt) => (salt === winner ? { added: 10, conflicts: 0 } : { added: 0, conflicts: 10 })),
        );
        const stored = await collect(port.rows(record.id));
        expect(await port.commit(blockOf(record, range, { salt: salts[winner]! }), PROVENANCE)).toMatchObject({ added: 0, conflicts: 0 });
        expect(await collect(port.rows(record.id))).toEqual(stored);
      });

      test("IDENTITY 13: where the first of two deliveries is refused, the second is stored", async () => {
        const record = await put([plainPart(10)]);
        const block = blockOf(record, { from: 0, to: 10 });
        const outcomes = await Promise.allSettled([
          port.commit({ ...block, outputs: block.outputs.slice(1) }, PROVENANCE),
          port.commit(block, PROVENANCE),
        ]);
        expect(outcomes).toMatchObject([{ status: "rejected" }, { status: "fulfilled", value: { added: 10, conflicts: 0 } }]);
      });

      test("IDENTITY 12: ok supersedes failed, the last failed stands, and failed never replaces ok", async () => {
        const record = await put([plainPart(4, 1, 4)]);
        const range = { from: 0, to: 4 };
        const statuses = async (): Promise<unknown> => (await collect(port.rows(record.id, { status: ALL }))).map(({ status }) => status);
        await port.commit(blockOf(record, range, { status: () => timedOut }), PROVENANCE);
        await port.commit(blockOf(record, range, { status: (trial) => (trial < 2 ? failed : crashed) }), PROVENANCE);
        expect(await statuses()).toEqual([failed, failed, crashed, crashed]);
        expect(await port.commit(blockOf(record, { from: 1, to: 3 }), PROVENANCE)).toMatchObject({ added: 2, conflicts: 0 });
        expect(await statuses()).toEqual([failed, 0, 0, crashed]);
        expect(await port.commit(blockOf(record, range, { status: () => failed }), PROVENANCE)).toMatchObject({ conflicts: 0 });
        expect(await statuses()).toEqual([failed, 0, 0, failed]);
        expect(await port.counts(record.id)).toEqual({ total: 4, ok: 2, failed: 2, skipped: 0, pending: 0 });
      });

      test("IDENTITY 22: a differing ok row of a model is kept aside and fails the sweep, whatever is said afterwards", async () => {
        const record = await put([plainPart(10)]);
        await commitRange(port, record, { from: 0, to: 10 });
        const other = blockOf(record, { from: 4, to: 7 }, { salt: 100 });
        expect(await port.commit(other, PROVENANCE)).toMatchObject({ added: 0, conflicts: 3 });
        expect(await port.getSweep(record.id)).toMatchObject({ state: "failed", failure: { code: "CONFLICT" } });
        expect(numbersOf(await collect(port.rows(record.id))).slice(4, 7)).toEqual([4, 5, 6].map((trial) => [trial, 0, trial]));
        expect(await port.digest(record.id)).toBe(null);
        await port.setState(record.id, "complete");
        expect(await port.getSweep(record.id)).toMatchObject({ state: "failed", failure: { code: "CONFLICT" } });
      });

      test("IDENTITY 22: of a module the first row stands, and the sweep goes on", async () => {
        const record = await put([plainPart(10)], { kind: "module" });
        await commitRange(port, record, { from: 0, to: 10 });
        const digest = await port.digest(record.id);
        expect(await port.commit(blockOf(record, { from: 0, to: 10 }, { salt: 1 }), PROVENANCE)).toMatchObject({ added: 0, conflicts: 10 });
        await port.setState(record.id, "complete");
        expect((await port.getSweep(record.id))?.state).toBe("complete");
        expect(await port.digest(record.id)).toBe(digest);
      });

      test("a NaN equals a NaN; 0 and −0 differ", async () => {
        const record = await put([plainPart(10)]);
        const at = (values: number[]) => {
          const block = blockOf(record, { from: 0, to: 2 });
          const outputs = block.outputs.map((output) =>
            output.column.name === "mean" ? { ...output, data: { kind: "f64" as const, values: Float64Array.from(values) } } : output,
          );
          return port.commit({ ...block, outputs }, PROVENANCE);
        };
        await at([Number.NaN, 0]);
        expect(await at([Number.NaN, 0])).toMatchObject({ conflicts: 0 });
        expect(await at([Number.NaN, -0])).toMatchObject({ conflicts: 1 });
      });

      test("a block that does not fit its sweep is refused and changes nothing", async () => {
        const record = await put([plainPart(20), plainPart(5, 1, null)].map((part, i) => ({ ...part, firstRepeat: i })));
        const whole = blockOf(record, { from: 0, to: 10 });
        const [gain, label] = whole.parameters;
        const otherUnit = { ...gain!, column: { ...gain!.column, unit: "volt" } };
        const refused = [
          { ...whole, granule: 1 },
          { ...blockOf(record, { from: 5, to: 15 }) },
          { ...whole, part: 2 },
          blockOf(record, { from: 0, to: 1 }, {}, 1),
          { ...whole, outputs: whole.outputs.slice(1) },
          { ...whole, parameters: [label!, gain!] },
          { ...whole, parameters: [otherUnit, label!] },
        ];
        for (const block of refused) await expect(port.commit(block, PROVENANCE)).rejects.toEqual(refusedWith("DATA_BLOCK_REFUSED"));
        // No block at all: over the wire these have no bytes, or are taken for damaged ones.
        const broken = [blockOf(record, { from: 5, to: 5 }), { ...whole, outputs: blockOf(record, { from: 0, to: 9 }).outputs }];
        for (const block of broken) await expect(port.commit(block, PROVENANCE)).rejects.toThrow();
        expect(await port.counts(record.id)).toMatchObject({ ok: 0, pending: 25 });
      });
    });

    test("a refused block does not hold up the others that come with it", async () => {
      const record = await put([plainPart(25)]);
      const blocks = [
        { from: 0, to: 10 },
        { from: 10, to: 20 },
        { from: 20, to: 25 },
      ].map((range) => blockOf(record, range));
      blocks[1] = { ...blocks[1]!, granule: 7 };
      const outcomes = await Promise.allSettled(blocks.map((block) => port.commit(block, PROVENANCE)));
      expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect(await port.missing(record.id, 0, 0, 10)).toEqual([{ from: 10, to: 20 }]);
    });

    describe("what is missing", () => {
      test("gaps are named in order, joined over granules, from a trial on and up to a limit", async () => {
        const record = await put([plainPart(100)]);
        for (const range of [
          { from: 12, to: 15 },
          { from: 40, to: 50 },
          { from: 50, to: 52 },
          { from: 99, to: 100 },
        ]) {
          await commitRange(port, record, range);
        }
        const all = [
          { from: 0, to: 12 },
          { from: 15, to: 40 },
          { from: 52, to: 99 },
        ];
        expect(await port.missing(record.id, 0, 0, 10)).toEqual(all);
        expect(await port.missing(record.id, 0, 0, 2)).toEqual(all.slice(0, 2));
        expect(await port.missing(record.id, 0, 20, 10)).toEqual([{ from: 20, to: 40 }, all[2]]);
        expect(await port.missing(record.id, 0, 99, 10)).toEqual([]);
      });

      test("of a sweep of 10⁹ points it is told at once", async () => {
        const record = await put([plainPart(1_000_000_000, 1, 1)]);
        await commitRange(port, record, { from: 500_000_000, to: 500_000_001 });
        const before = performance.now();
        expect(await port.missing(record.id, 0, 0, 10)).toEqual([
          { from: 0, to: 500_000_000 },
          { from: 500_000_001, to: 1_000_000_000 },
        ]);
        expect(await collect(port.rows(record.id))).toHaveLength(1);
        expect(performance.now() - before).toBeLessThan(1000);
      });

      test("a failed row is not missing", async () => {
        const record = await put([plainPart(4)]);
        await commitRange(port, record, { from: 0, to: 3 }, { status: () => failed });
        expect(await port.missing(record.id, 0, 0, 10)).toEqual([{ from: 3, to: 4 }]);
      });
    });

    describe("granule sizes", () => {
      test("IDENTITY 11: the probe's row and the size it settles are stored together, once", async () => {
        const record = await put([plainPart(10, 1, null)], { kind: "module" });
        expect(await port.missing(record.id, 0, 0, 10)).toEqual([{ from: 0, to: 10 }]);
        const probe = blockOf(record, { from: 0, to: 1 });
        expect(await port.settleGranuleSize(record.id, 0, 4, probe, PROVENANCE)).toBe(4);
        expect(await port.settleGranuleSize(record.id, 0, 7, probe, PROVENANCE)).toBe(4);
        const sized = (await port.getSweep(record.id))!;
        expect(sized.parts[0]!.granuleSize).toBe(4);
        expect(await port.counts(record.id)).toMatchObject({ ok: 1, pending: 9 });
        await commitRange(port, sized, { from: 1, to: 10 });
        expect(await port.counts(record.id)).toMatchObject({ ok: 10, pending: 0 });
        expect(await port.digest(record.id)).toBe(await slowDigest(port, sized));
      });

      test.each([0, -1, 1.5, 4097])("a granule of %d trials is refused", async (size) => {
        const record = await put([plainPart(10, 1, null)], { kind: "module" });
        const settled = port.settleGranuleSize(record.id, 0, size, blockOf(record, { from: 0, to: 1 }), PROVENANCE);
        await expect(settled).rejects.toEqual(refusedWith("DATA_BLOCK_REFUSED"));
        expect(await port.getSweep(record.id)).toMatchObject({ parts: [{ granuleSize: null }] });
      });
    });

    rowsContract({ port: () => port, put });

    describe("IDENTITY 19: the digest", () => {
      test("is null while anything is pending, timed out or crashed", async () => {
        const record = await put([plainPart(10)]);
        await commitRange(port, record, { from: 0, to: 9 });
        expect(await port.digest(record.id)).toBe(null);
        await commitRange(port, record, { from: 9, to: 10 }, { status: () => timedOut });
        expect(await port.digest(record.id)).toBe(null);
        await commitRange(port, record, { from: 9, to: 10 }, { status: () => crashed });
        expect(await port.digest(record.id)).toBe(null);
        await commitRange(port, record, { from: 9, to: 10 }, { status: () => failed });
        expect(await port.digest(record.id)).toBe(await slowDigest(port, record));
      });

      test("changes when an ok row takes the place of a failed one", async () => {
        const record = await put([plainPart(10)]);
        await commitRange(port, record, { from: 0, to: 10 }, { status: (trial) => (trial === 5 ? failed : 0) });
        const before = await port.digest(record.id);
        await commitRange(port, record, { from: 5, to: 6 });
        expect(await port.digest(record.id)).not.toBe(before);
        expect(await port.digest(record.id)).toBe(await slowDigest(port, record));
      });

      test("is that of pages of 4096 trials, anew in each part", async () => {
        const record = await put([plainPart(4100, 1, 700), { ...plainPart(4100, 1, 4096), firstPoint: 4100 }]);
        const status = (trial: number): TrialStatus => (trial % 11 === 0 ? failed : trial % 13 === 0 ? skipped : 0);
        for (const part of [1, 0]) await commitRange(port, record, { from: 0, to: 4100 }, { status }, part);
        expect(await port.digest(record.id)).toBe(await slowDigest(port, record));
      });

      test("does not depend on the sweep's id", async () => {
        const digests: unknown[] = [];
        for (const id of [newSweepId(), newSweepId()]) {
          const record = await put([plainPart(10)], { id });
          await commitRange(port, record, { from: 0, to: 10 });
          digests.push(await port.digest(id));
        }
        expect(digests[0]).toBe(digests[1]);
      });
    });
  });
}
