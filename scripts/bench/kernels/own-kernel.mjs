// Our side of a loop: a batch of one trial through the simulator, as a worker's thread runs it, on one of the two targets.
//
// "The loop" is a call of the whole run less a call of one step: what both share (planning, memory, initial values, outputs) is not the
// kernel's. The kernel is compiled and warm when the clock starts. Time is the processor's, as of all loops here.

import { checkModel, resolveParameters } from "@spikefarm/equations";
import { DiagnosticList, TrialStatus } from "@spikefarm/protocol";
import { simulateBatch } from "@spikefarm/simulator";

const DT_SECONDS = 1e-4;
/** By then the engine has replaced its first translation of a kernel by its best one. */
const WARM_UP_MS = 1_000;

/** `native` is the simulator's NativeTarget; without it WebAssembly runs. */
export function ownKernel({ name, row, native, options: more = {} }) {
  const model = checkedModel({
    ...row.model,
    parameters: { ...row.model.parameters, run_time: `${row.seconds}*second` },
    duration: "run_time",
    outputs: { n: "sum(counts(G))" },
  });
  const run = (seconds) => {
    const parameters = resolveParameters(model.parameters, new Map([["run_time", seconds]]));
    const options = { onSlice: () => true, ...(native && { native }), ...more };
    const start = process.cpuUsage();
    const result = simulateBatch(model, { lanes: 1, parameters, random: { seed: 0, repeat: 0 } }, options);
    const { user, system } = process.cpuUsage(start);
    if (result.status[0] !== TrialStatus.ok) throw new Error(`${row.name}: ${result.errorMessage[0]}`);
    return { seconds: (user + system) / 1e6, spikes: result.outputs[0].data.values[0] };
  };
  return {
    name,
    warmUp() {
      const start = performance.now();
      do run(row.seconds);
      while (performance.now() - start < WARM_UP_MS);
    },
    turn() {
      const around = run(DT_SECONDS).seconds;
      const whole = run(row.seconds);
      return { seconds: whole.seconds - around, spikes: whole.spikes };
    },
  };
}

function checkedModel(source) {
  const diagnostics = new DiagnosticList();
  const model = checkModel(source, "model", diagnostics);
  if (model === undefined || diagnostics.hasErrors) throw new Error(diagnostics.items.map(({ message }) => message).join("\n"));
  return model;
}
