// Benchmarks: `npm run bench -- sweep|curve|farm [--runs N] [--points N] [--threads N]`.
//
// Each prints machine, commit and seed first, then its numbers with their spread. What is compared is run side by side, in turns, in this
// one process; docs/benchmarks.md says what each number means.

import { parseArgs } from "node:util";
import { benchCurve } from "./curve.mjs";
import { describeMachine } from "./machine.mjs";
import { benchOverRedis } from "./over-redis.mjs";
import { benchSweep } from "./sweep.mjs";

const BENCHMARKS = { sweep: benchSweep, curve: benchCurve, farm: benchOverRedis };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: "string" },
    points: { type: "string", default: "1000000" },
    threads: { type: "string", default: "2" },
  },
});
const bench = BENCHMARKS[positionals[0]];
const numbers = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
const areNumbersGood = Object.values(numbers).every((number) => Number.isInteger(number) && number > 0);
if (bench === undefined || positionals.length !== 1 || !areNumbersGood) {
  console.error("usage: npm run bench -- sweep|curve|farm [--runs N] [--points N] [--threads N]");
  process.exit(2);
}
console.log(describeMachine());
await bench(numbers);
