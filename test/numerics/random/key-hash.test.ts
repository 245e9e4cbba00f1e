// The keys' own SHA-256 against the library's, and the texts that are hashed against canonical JSON.

import { canonicalJson, classKey, classKeys, type RandomScope, sha256, streamKey } from "@spikefarm/numerics";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../seeded-random.js";

const SEED = 20261;

describe(`IDENTITY 16: keys of streams (seed ${SEED})`, () => {
  const uniform = seededRandom(SEED);
  const number = () => (uniform() - 0.5) * 10 ** Math.floor(40 * uniform() - 20);
  const name = () =>
    Array.from({ length: 1 + Math.floor(80 * uniform()) }, () => String.fromCharCode(97 + Math.floor(26 * uniform()))).join("");

  it("hash canonical JSON, of every length, with texts of every script", () => {
    for (let length = 0; length < 40; length++) {
      const values: Record<string, number | string> = { π: "größer", tau: -0, zero: 0, v0: number() };
      for (let count = 0; count < length; count++) values[name()] = count % 5 === 0 ? `text "${name()}"\n` : number();
      const scope: RandomScope = { class: "noise", seed: Math.floor(1e9 * uniform()), repeat: length, policy: "trial", values };
      const text = canonicalJson(["spikefarm random 1", scope.class, scope.seed, scope.repeat, values]);
      expect(classKey(scope)).toEqual(sha256(text));
    }
  });

  it("leave out what the policy leaves out", () => {
    const scope = { class: "input", seed: 7, repeat: 3, values: { a: 1 } };
    expect(classKey({ ...scope, policy: "repeat" })).toEqual(sha256('["spikefarm random 1","input",7,3,null]'));
    expect(classKey({ ...scope, policy: "sweep" })).toEqual(sha256('["spikefarm random 1","input",7,null,null]'));
  });

  it("are the same for many trials at once as one by one, whatever the order of the names", () => {
    const keys = classKeys({ class: "noise", seed: 1, policy: "trial" }, ["b", "a"]);
    const values = { a: 0.5, b: -3 };
    const one = classKey({ class: "noise", seed: 1, repeat: 2, policy: "trial", values });
    expect(keys(2, (each) => values[each as "a" | "b"])).toEqual(one);
    expect(() => keys(2, () => Number.NaN)).toThrow(TypeError);
  });

  it("of a stream are the first words of the class key's and the stream's hash", () => {
    for (const object of ["G", "ü", name().repeat(20)]) {
      const stream = { object, code: "initial", target: "v", ordinal: 1 };
      const ofClass = sha256(object);
      const digest = sha256(Buffer.concat([ofClass, Buffer.from(canonicalJson([object, "initial", "v", 1]))]));
      expect(streamKey(ofClass, stream)).toEqual([0, 4].map((at) => Buffer.from(digest).readUInt32LE(at)));
    }
  });
});
