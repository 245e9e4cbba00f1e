// The host's reading of timed arrays, for what it evaluates itself.

import { sampleIndex } from "@spikefarm/compiler";
import type { ValueSources } from "@spikefarm/equations";
import { hostArithmetic } from "@spikefarm/numerics";
import type { RunShape } from "./plan-run.js";

export function sampleOf({ samplings }: RunShape): ValueSources["sample"] {
  return ({ data }, values) => {
    const { array, sampling } = samplings.get(data)!;
    const { index, isInside } = sampleIndex(hostArithmetic, array, sampling, values);
    // NaN is no time: the first entry, as in a kernel.
    return isInside ? array.values[Number.isNaN(index) ? 0 : index]! : Number.NaN;
  };
}
