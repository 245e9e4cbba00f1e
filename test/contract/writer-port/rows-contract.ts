// The part of the WriterPort's contract that is about tables.

import { type PartRecord, type SweepRecord, TrialStatus, type WriterPort } from "@spikefarm/protocol";
import { describe, expect, test } from "vitest";
import { collect, commitRange, plainPart } from "./sweeps.js";

const { failed, skipped } = TrialStatus;
/** Longer than a test may take: who waits so long was not answered. */
const LONG_MS = 60_000;

export interface RowsOptions {
  /** Asked for in each test: it is opened before the first. */
  readonly port: () => WriterPort;
  readonly put: (parts: readonly PartRecord[]) => Promise<SweepRecord>;
}

export function rowsContract({ port, put }: RowsOptions): void {
  describe("rows", () => {
    /** Two parts, the second with more points, and repeats in both; commits in a shuffled order. */
    const putTable = async (): Promise<SweepRecord> => {
      const structural: PartRecord = {
        ...plainPart(12, 2, 3),
        axes: [2, 3, 2].map((length, i) => ({ length, isStructural: i === 1 })),
      };
      const record = await put([structural, { ...plainPart(5, 3, 4), firstPoint: 12 }]);
      for (const from of [18, 0, 6, 21, 3, 12, 9, 15]) await commitRange(port(), record, { from, to: from + 3 });
      for (const range of [
        { from: 8, to: 15 },
        { from: 0, to: 8 },
      ])
        await commitRange(port(), record, range, {}, 1);
      return record;
    };

    test("IDENTITY 9: a table walks repeat by repeat, within it point by point, over parts and structures", async () => {
      const record = await putTable();
      const places = (await collect(port().rows(record.id))).map(({ point, repeat }) => `${repeat}.${point}`);
      const expected = [0, 1, 2].flatMap((repeat) =>
        Array.from({ length: 17 }, (_, point) => `${repeat}.${point}`).filter((_, point) => repeat < 2 || point >= 12),
      );
      expect(places).toEqual(expected);
    });

    test("offset and limit cut that table", async () => {
      const record = await putTable();
      const all = await collect(port().rows(record.id));
      for (const [offset, limit] of [
        [0, 5],
        [16, 4],
        [38, 10],
        [39, 1],
        [100, 1],
        [3, 0],
      ] as const) {
        expect(await collect(port().rows(record.id, { offset, limit }))).toEqual(all.slice(offset, offset + limit));
      }
    });

    test("a stride keeps the points that are multiples of it, of every repeat; an offset counts the others too", async () => {
      const record = await putTable();
      const all = await collect(port().rows(record.id));
      for (const stride of [1, 2, 5, 7, 100]) {
        const expected = all.filter(({ point }) => point % stride === 0);
        expect(await collect(port().rows(record.id, { stride }))).toEqual(expected);
        expect(await collect(port().rows(record.id, { stride, limit: 3 }))).toEqual(expected.slice(0, 3));
        expect(await collect(port().rows(record.id, { stride, offset: 8 }))).toEqual(
          all.slice(8).filter(({ point }) => point % stride === 0),
        );
      }
    });

    test("who waits for the first row is answered when it comes; then nobody waits", async () => {
      const record = await put([plainPart(10)]);
      const waiting = collect(port().rows(record.id, { waitMs: LONG_MS }));
      expect(await collect(port().rows(record.id)), "who does not wait is answered at once").toEqual([]);
      await commitRange(port(), record, { from: 4, to: 5 });
      expect((await waiting).map(({ point }) => point)).toEqual([4]);
      expect(await collect(port().rows(record.id, { waitMs: LONG_MS }))).toHaveLength(1);
    });

    test("who has waited long enough gets a table without rows", async () => {
      const record = await put([plainPart(10)]);
      expect(await collect(port().rows(record.id, { waitMs: 20 }))).toEqual([]);
    });

    test("a table of many thousand rows comes whole", async () => {
      const record = await put([plainPart(8_000, 1, 4_000)]);
      for (const from of [0, 4_000]) await commitRange(port(), record, { from, to: from + 4_000 });
      const points = (await collect(port().rows(record.id))).map(({ point }) => point);
      expect(points).toEqual(Array.from({ length: 8_000 }, (_, point) => point));
    });

    test("IDENTITY 10: skipped rows are counted, and left out unless asked for", async () => {
      const record = await put([plainPart(10)]);
      await commitRange(port(), record, { from: 0, to: 9 }, { status: (trial) => ([0, failed, skipped] as const)[trial % 3]! });
      expect(await port().counts(record.id)).toEqual({ total: 10, ok: 3, failed: 3, skipped: 3, pending: 1 });
      const points = async (status?: readonly TrialStatus[]): Promise<number[]> =>
        (await collect(port().rows(record.id, { ...(status && { status }) }))).map(({ point }) => point);
      expect(await points()).toEqual([0, 1, 3, 4, 6, 7]);
      expect(await points([skipped])).toEqual([2, 5, 8]);
      expect(await points([failed, skipped])).toEqual([1, 2, 4, 5, 7, 8]);
      expect((await collect(port().rows(record.id, { status: [failed], offset: 2, limit: 1 }))).map(({ point }) => point)).toEqual([4]);
    });

    test("cells are the values that were committed; outputs of a failed row are null", async () => {
      const record = await put([plainPart(10)]);
      await commitRange(port(), record, { from: 3, to: 5 }, { status: (trial) => (trial === 4 ? failed : 0) });
      expect(await collect(port().rows(record.id))).toEqual([
        {
          point: 3,
          repeat: 0,
          status: 0,
          errorCode: "",
          errorMessage: "",
          cells: [0.3, "é0", 3, Number.NaN, true, [0.003, 0.004, 0.005], ["«3»"]],
        },
        {
          point: 4,
          repeat: 0,
          status: 1,
          errorCode: "TRIAL_THREW",
          errorMessage: "trial 4 broke",
          cells: [0.4, "é1", null, null, null, null, null],
        },
      ]);
    });

    test("a reader that stops early leaves nothing open", async () => {
      const record = await put([plainPart(5000, 1, 1000)]);
      await commitRange(port(), record, { from: 0, to: 5000 });
      for await (const rows of port().rows(record.id)) {
        expect(rows.length).toBeGreaterThan(0);
        break;
      }
      expect(await port().counts(record.id)).toMatchObject({ ok: 5000 });
    });
  });
}
