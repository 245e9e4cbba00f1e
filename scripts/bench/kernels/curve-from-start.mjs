// The tutorial's I-F curve from the start of a process to the printed table: `bench -- curve`'s contestants, in wall time.

import { curveRunners } from "../curve.mjs";
import { report } from "./report.mjs";
import { takeTurns } from "./turns.mjs";

const THREADS = 2;

export async function measureCurveFromStart({ runs, peers }) {
  const runners = curveRunners({ threads: THREADS, targets: peers.brian ? ["cython"] : [] });
  const contestants = runners.map(({ target, run }) => ({ name: target, warmUp: run, turn: run }));
  const times = await takeTurns(contestants, runs, () => {});
  const title = "I-F curve, 20 points of 1 s, process start to printed table (wall time)";
  report({ title, unit: "s", times, aims: { spikefarm: { cython: 5 } } });
}
