import { readFileSync } from "node:fs";
import { CodedError, cellAt, concatColumns, crc32, decodeBlock, emptyColumn, encodeBlock, sliceColumn } from "@spikefarm/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exampleBlock, exampleProvenance } from "./example-block.js";

const goldenOf = (version: number): string =>
  readFileSync(new URL(`golden/block-v${version}.hex`, import.meta.url), "utf8").replaceAll(/\s/g, "");
/** Bytes after metadata and provenance in the golden file. */
const SECTIONS_SIZE = 0x3e8 - 0x2a0;
const encoded = encodeBlock(exampleBlock, exampleProvenance);

describe("a damaged block is found", () => {
  const check = (what: string, bytes: Uint8Array): void =>
    test(what, () => {
      expect(() => decodeBlock(bytes)).toThrow(expect.objectContaining({ code: "BLOCK_CORRUPT" }));
    });
  check("no bytes", new Uint8Array());
  check("another file", new TextEncoder().encode("PK\u0003\u0004 this is a zip file, not a block of results"));
  check("a later version", withHeader(4, 3));
  check("version 0", withHeader(4, 0));
  check("a tail cut off", encoded.subarray(0, encoded.length - 8));
  check("a tail added", Uint8Array.of(...encoded, 0, 0, 0, 0, 0, 0, 0, 0));

  test("any flipped bit is found, or lies between the columns and changes nothing", () => {
    for (let bit = 0; bit < encoded.length * 8; bit++) {
      const bytes = encoded.slice();
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      try {
        expect(decodeBlock(bytes)).toEqual({ block: exampleBlock, provenance: exampleProvenance });
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
        expect(error.code).toBe("BLOCK_CORRUPT");
      }
    }
  });
});

test("the bytes of version 2 are those of the golden file, and read back", () => {
  expect(Buffer.from(encoded).toString("hex")).toBe(goldenOf(2));
  expect(decodeBlock(Buffer.from(goldenOf(2), "hex"))).toEqual({ block: exampleBlock, provenance: exampleProvenance });
});

test("version 1, whose columns do not say what their lengths count, is still read", () => {
  const unnamed = exampleBlock.outputs.map(({ column: { dimensions: _, ...column }, data }) => ({ column, data }));
  const { block, provenance } = decodeBlock(Buffer.from(goldenOf(1), "hex"));
  expect(block).toEqual({ ...exampleBlock, outputs: unnamed });
  expect(provenance).toEqual(exampleProvenance);
});

test("what is decoded does not depend on where the bytes lie, and shares no memory with them", () => {
  const shifted = new Uint8Array(encoded.length + 3);
  shifted.set(encoded, 3);
  const decoded = decodeBlock(shifted.subarray(3));
  shifted.fill(255);
  expect(decoded.block).toEqual(exampleBlock);
});

test("provenance stands apart: the bytes of the rows do not depend on it", () => {
  const sections = (machine: string): Uint8Array => encodeBlock(exampleBlock, { ...exampleProvenance, machine }).slice(-SECTIONS_SIZE);
  expect(sections("a machine with a longer name")).toEqual(sections("atlas"));
});

test("any texts and lists come back as they were", () => {
  const text = fc.string({ unit: "binary" }).map((value) => value.toWellFormed());
  fc.assert(
    fc.property(fc.array(fc.tuple(text, fc.array(fc.double())), { minLength: 1, maxLength: 20 }), (rows) => {
      const offsets = new Uint32Array(rows.length + 1);
      rows.forEach(([, list], i) => {
        offsets[i + 1] = offsets[i]! + list.length;
      });
      const block = {
        ...exampleBlock,
        from: 0,
        to: rows.length,
        status: new Uint8Array(rows.length),
        errorCode: rows.map(() => ""),
        errorMessage: rows.map(() => ""),
        parameters: [{ column: exampleBlock.parameters[1]!.column, data: { kind: "text" as const, values: rows.map(([value]) => value) } }],
        outputs: [
          {
            column: exampleBlock.outputs[2]!.column,
            data: {
              kind: "list" as const,
              offsets,
              items: { kind: "f64" as const, values: Float64Array.from(rows.flatMap(([, list]) => list)) },
            },
          },
        ],
      };
      expect(decodeBlock(encodeBlock(block, exampleProvenance)).block).toEqual(block);
    }),
  );
});

describe("CRC-32", () => {
  test("agrees with the published check value", () => {
    expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
  });
  test("agrees with a bit-by-bit division for any bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => crc32(bytes) === crcBitByBit(bytes)));
  });
});

describe("columns are cut and joined", () => {
  const columns = [...exampleBlock.parameters, ...exampleBlock.outputs];
  test.each(columns.map(({ column, data }) => [column.name, data] as const))("%s, at every row", (_name, data) => {
    for (let cut = 0; cut <= 4; cut++) expect(concatColumns([sliceColumn(data, 0, cut), sliceColumn(data, cut, 4)])).toEqual(data);
  });
  test("a cell of booleans reads as true or false, a list as a list", () => {
    const cells = (row: number) => columns.map(({ column, data }) => cellAt(column, data, row));
    expect(cells(0)).toEqual([0.009, "a", 161, true, [0.0061, 0.0123, 0.0185], []]);
    expect(cells(3)).toEqual([Number.NaN, "\u{feff}b", -1, false, [1], ["x", "é"]]);
  });
  test("an empty column holds zeros, empty texts and empty lists", () => {
    const cells = columns.map(({ column }) => cellAt(column, emptyColumn(column, 2), 1));
    expect(cells).toEqual([0, "", 0, false, [], []]);
  });
});

/** The block with a byte of its header changed, and the header's CRC made to agree. */
function withHeader(at: number, value: number): Uint8Array {
  const bytes = encoded.slice();
  bytes[at] = value;
  new DataView(bytes.buffer).setUint32(28, crcBitByBit(bytes.subarray(0, 28)), true);
  return bytes;
}

function crcBitByBit(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
