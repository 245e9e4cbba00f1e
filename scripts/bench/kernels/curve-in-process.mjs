// The tutorial's I-F curve in a process that is warm: from the document's text to the rows of its table, and in Brian 2 from the equations' text.
//
// Our document differs a little each time (a threshold 10^-12 higher), so that no kernel of an earlier turn serves; Brian 2's stays as it is and
// finds its compiled code in the process. Both run the twenty values as one group, in processor time.

import { acceptDocument } from "@spikefarm/coordinator";
import { concatColumns } from "@spikefarm/protocol";
import { simulateBatch } from "@spikefarm/simulator";
import { batchParameters, structureRuns } from "@spikefarm/sweep";
import { servePython } from "./brian.mjs";
import { report } from "./report.mjs";
import { takeTurns } from "./turns.mjs";

const EXPECTED_COUNTS = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 41, 55, 68, 79, 90, 101, 112, 121, 133];
/** So many curves until the engine has translated our own code. */
const WARM_UP_TURNS = 30;

const documentOf = (variant) => `name: I-F curve
model:
  parameters: { v0: 10*mV, tau: 10*ms }
  groups:
    G: { equations: "dv/dt = (v0 - v)/tau : volt", threshold: "v > 10.${String(variant).padStart(12, "0")}*mV", reset: "v = 0*mV" }
  duration: 1*second
  outputs: { n: "count(G)", f: "rate(G)" }
sweep:
  space: { v0: { linspace: [0*mV, 19*mV, 20] } }
`;

export async function measureCurveInProcess({ runs, peers }) {
  const contestants = [ourCurve()];
  if (peers.brian) contestants.push(brianCurve());
  const times = await takeTurns(contestants, runs, ({ counts }, name) => {
    if (String(counts) !== String(EXPECTED_COUNTS)) throw new Error(`${name} counted ${counts}, and not ${EXPECTED_COUNTS}`);
  });
  report({
    title: "I-F curve, 20 points of 1 s, document to table in a warm process, kernel not cached",
    unit: "ms",
    times: new Map([...times].map(([name, all]) => [name, all.map((seconds) => 1000 * seconds)])),
    aims: { wasm: { cython: 10 } },
  });
}

function ourCurve() {
  let variant = 0;
  const turn = () => {
    const start = process.cpuUsage();
    const table = tableOf(documentOf(++variant));
    const { user, system } = process.cpuUsage(start);
    return { seconds: (user + system) / 1e6, counts: table.map((row) => Number(row.split(",").at(-2))) };
  };
  return {
    name: "wasm",
    warmUp() {
      for (let count = 0; count < WARM_UP_TURNS; count++) turn();
    },
    turn,
  };
}

/** The rows as text: swept values, then outputs. */
function tableOf(text) {
  const { plan } = acceptDocument(text, { modules: () => undefined, moduleNames: [] });
  const { document, parts, trials } = plan;
  const [part] = parts;
  const columns = [...structureRuns(document, part, { from: 0, to: trials })].map((run) => {
    const { lanes, parameters, random, swept } = batchParameters(document, part, run);
    const { outputs } = simulateBatch(document.task.model, { lanes, parameters, random }, { onSlice: () => true });
    return [...swept, ...outputs].map(({ data }) => data);
  });
  const joined = columns[0].map((_, index) => concatColumns(columns.map((batch) => batch[index])));
  return Array.from({ length: trials }, (_, trial) => joined.map(({ values }) => values[trial]).join(","));
}

function brianCurve() {
  const server = servePython("serve_curve.py", []);
  const turn = async () => JSON.parse(await server.ask());
  return { name: "cython", warmUp: turn, turn, close: server.close };
}
