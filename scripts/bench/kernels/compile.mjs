// Compiling one model with our code warm: from its text to a WebAssembly kernel that has made a step (processor time), and from the kernel's C to
// machine code loaded into this process (wall time, since the C compiler is a process of its own).
//
// Text and C differ a little each time, so that nothing is found in a cache.

import { resolveParameters } from "@spikefarm/equations";
import { DiagnosticList } from "@spikefarm/protocol";
import { simulateBatch } from "@spikefarm/simulator";
import { checkDocument, parseDocument } from "@spikefarm/sweep";
import { median } from "../statistics.mjs";
import { LOOP_ROWS } from "./loop-rows.mjs";
import { besideAim, spread } from "./report.mjs";
import { takeTurns } from "./turns.mjs";

const WARM_UP_TURNS = 30;
const MOST_MS = { lif: { wasm: 5, native: 300 }, "hodgkin-huxley": { wasm: 15, native: 300 } };

export async function measureCompile({ runs, native }) {
  const models = LOOP_ROWS.filter(({ name }) => name in MOST_MS);
  const contestants = models.flatMap(({ name, model }) => [
    { name: `${name} wasm`, ...toWebAssembly(model) },
    ...(native === undefined ? [] : [{ name: `${name} native`, ...toMachineCode(model, native) }]),
  ]);
  const times = await takeTurns(contestants, runs, () => {});
  const lines = [...times].map(([contestant, seconds]) => {
    const [name, target] = contestant.split(" ");
    const milliseconds = seconds.map((value) => 1000 * value);
    const clock = target === "wasm" ? "text to first step" : "C to loaded kernel (wall time)";
    return `${name}, ${target}: ${clock} ${spread(milliseconds, "ms")}${besideAim(median(milliseconds), { most: MOST_MS[name][target] })}`;
  });
  console.log(["compile one model, our code warm", ...lines].join("\n    | "));
}

let variant = 0;

/** One element, one step: what is left is the compiler's. JSON is YAML too. */
function documentOf({ groups, ...model }) {
  const { initial: _, ...group } = groups.G;
  const threshold = `${group.threshold} + 1e-12*(${group.threshold.split(">")[1]})*${++variant}`;
  const outputs = { n: "sum(counts(G))" };
  return JSON.stringify({ model: { ...model, groups: { G: { ...group, size: 1, threshold } }, duration: "0.1*ms", outputs } }, null, 1);
}

/** Checks the document and takes its only step. */
function firstStep(text, native) {
  const diagnostics = new DiagnosticList();
  const { model } = checkDocument(parseDocument(text, diagnostics), { modules: () => undefined }, diagnostics).task;
  const parameters = resolveParameters(model.parameters, new Map());
  simulateBatch(model, { lanes: 1, parameters, random: { seed: 0, repeat: 0 } }, native && { native });
}

function toWebAssembly(model) {
  const turn = () => {
    const text = documentOf(model);
    const start = process.cpuUsage();
    firstStep(text);
    const { user, system } = process.cpuUsage(start);
    return { seconds: (user + system) / 1e6 };
  };
  return {
    warmUp() {
      for (let count = 0; count < WARM_UP_TURNS; count++) turn();
    },
    turn,
  };
}

function toMachineCode(model, native) {
  let source = "";
  const kernelOf = (text) => {
    source = text;
    return undefined; // WebAssembly takes the step
  };
  firstStep(documentOf(model), { worthMs: 0, kernelOf });
  return {
    turn() {
      const text = `${source}\n// ${++variant}\n`;
      const start = performance.now();
      if (native.kernelOf(text) === undefined) throw new Error("the kernel was not compiled");
      return { seconds: (performance.now() - start) / 1000 };
    },
  };
}
