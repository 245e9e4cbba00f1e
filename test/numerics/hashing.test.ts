// Hashes, canonical texts, random words and canonical NaNs: published vectors and the host's own implementations.

import { createHash } from "node:crypto";
import { canonicalizeNaN, canonicalJson, createSha256, philox4x32, sha256, sha256Hex, toHex } from "@spikefarm/numerics";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

describe("sha256", () => {
  test("agrees with the host's, for bytes and texts, at once and in pieces", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: "grapheme" }), (bytes, text) => {
        expect(toHex(sha256(bytes))).toBe(createHash("sha256").update(bytes).digest("hex"));
        expect(sha256Hex(text)).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
        const pieces = createSha256().update(bytes.subarray(0, 7)).update(bytes.subarray(7)).update(text);
        expect(toHex(pieces.digest())).toBe(createHash("sha256").update(bytes).update(text, "utf8").digest("hex"));
      }),
    );
  });

  test("gives the digest of FIPS 180-4's example", () => {
    expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});

describe("canonicalJson", () => {
  test("what JSON cannot hold is refused, not silently changed", () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1n, undefined, [undefined], () => 1, new Map(), new Date(0), cycle]) {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    }
  });

  test("keys are sorted by code units at every depth, members that are undefined are left out (RFC 8785, 3.2.3)", () => {
    const value = {
      "\u20ac": "Euro",
      "\r": "CR",
      "1": 1,
      "\u0080": "C",
      "\u00f6": "o",
      "\ud83d\ude02": "Smiley",
      "\ufb33": "Dalet",
      gone: undefined,
    };
    const names = [...canonicalJson(value).matchAll(/:("\w+"|1)/g)].map(([, name]) => name!.replaceAll('"', ""));
    expect(names).toEqual(["CR", "1", "C", "o", "Euro", "Smiley", "Dalet"]);
    expect(canonicalJson({ b: [{ d: 1, c: -0 }], a: "\u20ac\n\u000f" })).toBe('{"a":"€\\n\\u000f","b":[{"c":0,"d":1}]}');
    expect(canonicalJson([333333333.3333333, 1e30, 4.5, 2e-3, 1e-27])).toBe("[333333333.3333333,1e+30,4.5,0.002,1e-27]");
  });

  test("equal values have equal texts whatever order their keys came in, and read back the same", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe("philox4x32", () => {
  const KNOWN_ANSWERS = [
    ["00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    ["ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"],
    ["243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"],
  ] as const;

  test("IDENTITY 16: Philox4x32-10 gives Random123's known answers", () => {
    for (const [counter, key, wanted] of KNOWN_ANSWERS) expect(philox4x32(words(counter), words(key))).toEqual(words(wanted));
  });

  test("IDENTITY 16: it agrees with ten rounds written in big integers", () => {
    const word = fc.integer({ min: 0, max: 0xffffffff });
    fc.assert(
      fc.property(fc.array(word, { minLength: 6, maxLength: 6 }), (all) => {
        expect([...philox4x32(Uint32Array.from(all.slice(0, 4)), Uint32Array.from(all.slice(4)))]).toEqual(slowPhilox(all));
      }),
    );
  });
});

test("IDENTITY 6: every NaN becomes 7ff8000000000000, and nothing else changes", () => {
  const bits = BigUint64Array.of(0x7ff8000000000001n, 0xfff8000000000000n, 0x7ff0000000000001n, 0x7ff0000000000000n, 0x8000000000000000n);
  const within = new Float64Array(bits.buffer, 8, 4);
  canonicalizeNaN(within);
  expect([...bits]).toEqual([0x7ff8000000000001n, 0x7ff8000000000000n, 0x7ff8000000000000n, 0x7ff0000000000000n, 0x8000000000000000n]);
  canonicalizeNaN(new Float64Array(bits.buffer, 0, 1));
  expect(bits[0]).toBe(0x7ff8000000000000n);
});

function words(text: string): Uint32Array {
  return Uint32Array.from(text.split(" "), (word) => Number.parseInt(word, 16));
}

function slowPhilox(all: readonly number[]): number[] {
  const mask = 0xffffffffn;
  let [c0, c1, c2, c3, k0, k1] = all.map(BigInt) as [bigint, bigint, bigint, bigint, bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const [p0, p1] = [0xd2511f53n * c0, 0xcd9e8d57n * c2];
    [c0, c1, c2, c3] = [(p1 >> 32n) ^ c1 ^ k0, p1 & mask, (p0 >> 32n) ^ c3 ^ k1, p0 & mask];
    [k0, k1] = [(k0 + 0x9e3779b9n) & mask, (k1 + 0xbb67ae85n) & mask];
  }
  return [c0, c1, c2, c3].map(Number);
}
