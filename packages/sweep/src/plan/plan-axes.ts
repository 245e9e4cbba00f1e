// The axes that order a part's trials (IDENTITY 9): the factors of the space, nested products flattened (the last factor is fastest either
// way), a zip being one axis. Structural parameters change a kernel's shape, so their axes vary slowest; that needs each of them to be a
// factor by itself. One that is zipped cannot be ordered that way: the part then has a single axis, and the worker groups its trials by
// structure.

import type { PartRecord } from "@spikefarm/protocol";
import type { Space } from "../checked-document.js";
import { factorsOf, spaceAxes, spaceSize } from "../space/space-arithmetic.js";

export function planAxes(space: Space, structural: ReadonlySet<string>): PartRecord["axes"] {
  const factors = factorsOf(space);
  const isZipped = factors.some((factor) => factor.kind === "zip" && spaceAxes(factor).some((axis) => structural.has(axis.name)));
  if (isZipped) return [{ length: spaceSize(space), isStructural: false }];
  return factors.map((factor) => ({
    length: spaceSize(factor),
    isStructural: factor.kind === "axis" && structural.has(factor.axis.name),
  }));
}
