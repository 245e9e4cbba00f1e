// A million points of the I-F model, 1 s each, from an empty data directory to a complete sweep; then its table as CSV.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { farm, withDirectory } from "./farm.mjs";
import { summary } from "./statistics.mjs";

const SEED = 0;
const documentOf = (points) => `name: Benchmark, I-F curve
model:
  parameters: { v0: 10*mV, tau: 10*ms }
  groups:
    G: { equations: "dv/dt = (v0 - v)/tau : volt", threshold: "v > 10*mV", reset: "v = 0*mV" }
  duration: 1*second
  outputs: { n: "count(G)", f: "rate(G)" }
sweep:
  seed: ${SEED}
  space: { v0: { linspace: [0*mV, 19*mV, ${points}] } }
`;

export async function benchSweep({ points, threads, runs = 1 }) {
  console.log(`sweep    ${points} points of the I-F model, 1 s each, ${threads} threads, seed ${SEED}`);
  const results = [];
  for (let run = 0; run < runs; run++) results.push(await withDirectory((directory) => runOnce(directory, points, threads)));
  const column = (name) => results.map((result) => result[name]);
  console.log(`digest   ${[...new Set(column("digest"))].join(", ")}`);
  console.log(`run      ${summary(column("runSeconds"), "s")}`);
  console.log(`memory   ${summary(column("runMegabytes"), "MB at its peak")}`);
  console.log(`export   ${summary(column("exportSeconds"), "s")} as CSV`);
  console.log(`memory   ${summary(column("exportMegabytes"), "MB at its peak")} while exporting`);
}

async function runOnce(directory, points, threads) {
  const [document, data] = [join(directory, "sweep.yaml"), join(directory, "data")];
  await writeFile(document, documentOf(points));
  const run = await farm(["run", document, "--data", data, "--threads", String(threads), "--json"]);
  const outcome = JSON.parse(run.stdout);
  if (outcome.state !== "complete" || outcome.trials.ok !== points) throw new Error(`the sweep did not complete: ${run.stdout}`);
  const table = await farm(["results", "last", "--format", "csv", "--data", data], { keepOutput: false });
  return {
    digest: outcome.digest,
    runSeconds: run.seconds,
    runMegabytes: run.peakBytes / 1e6,
    exportSeconds: table.seconds,
    exportMegabytes: table.peakBytes / 1e6,
  };
}
