// Random small parts, for property tests.

import type { SizedPart } from "@spikefarm/protocol";
import fc from "fast-check";

export const anyPart: fc.Arbitrary<SizedPart> = fc
  .record({
    firstPoint: fc.nat(1000),
    firstRepeat: fc.nat(10),
    repeats: fc.integer({ min: 1, max: 4 }),
    axes: fc.array(fc.record({ length: fc.integer({ min: 1, max: 5 }), isStructural: fc.boolean() }), { maxLength: 4 }),
    granuleSize: fc.integer({ min: 1, max: 40 }),
  })
  .map((part) => ({ ...part, space: {}, points: part.axes.reduce((product, axis) => product * axis.length, 1) }));
