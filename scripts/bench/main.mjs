// Benchmarks: `npm run bench -- sweep|curve|farm [--runs N] [--points N] [--threads N]`, and
// `npm run bench -- kernels [--runs N] [--only ROW]… [--without brian|c]…`.
//
// Each prints machine, commit and seed first, then its numbers with their spread. What is compared is run side by side, in turns, in this
// one process; docs/benchmarks.md says what each number means.

import { parseArgs } from "node:util";
import { benchCurve } from "./curve.mjs";
import { benchKernels, PEER_NAMES, ROW_NAMES } from "./kernels.mjs";
import { describeMachine } from "./machine.mjs";
import { benchOverRedis } from "./over-redis.mjs";
import { benchSweep } from "./sweep.mjs";

const BENCHMARKS = { sweep: benchSweep, curve: benchCurve, farm: benchOverRedis, kernels: benchKernels };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: "string" },
    points: { type: "string", default: "1000000" },
    threads: { type: "string", default: "2" },
    only: { type: "string", multiple: true },
    without: { type: "string", multiple: true },
  },
});
const { only = [], without = [], ...counts } = values;
const bench = BENCHMARKS[positionals[0]];
const numbers = Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, Number(value)]));
const areNumbersGood = Object.values(numbers).every((number) => Number.isInteger(number) && number > 0);
const areNamesGood = only.every((name) => ROW_NAMES.includes(name)) && without.every((name) => PEER_NAMES.includes(name));
if (bench === undefined || positionals.length !== 1 || !areNumbersGood || !areNamesGood) {
  console.error("usage: npm run bench -- sweep|curve|farm [--runs N] [--points N] [--threads N]");
  console.error("       npm run bench -- kernels [--runs N] [--only ROW]… [--without brian|c]…");
  console.error(`rows:  ${ROW_NAMES.join(" ")}`);
  process.exit(2);
}
console.log(describeMachine());
await bench({ ...numbers, only, without });
