// What a step records of its spikes: the first of each slot, and all of them, appended to the spike buffer.
//
// Spikes are rare, so all of it stands behind one branch a block and step: taken where any slot of the block spikes. Behind it there is no
// further branch: an entry is written for every slot, and the next one goes over it unless the slot has spiked.

import { SLOTS_PER_VECTOR, SPIKE_SIZE_BYTES } from "../abi.js";
import type { KernelRecordings } from "../compiled-model.js";
import type { FunctionWriter } from "./function-writer.js";

/** Locals, and how to push what has none. */
export interface SpikeRecording {
  /** One condition a vector. */
  readonly spikes: readonly number[];
  readonly firstSpikes: readonly number[];
  readonly step: number;
  readonly nextSpike: number;
  /** Scratch. */
  readonly bits: number;
  readonly stepInCall: () => FunctionWriter;
  readonly slot: (vector: number, lane: number) => FunctionWriter;
}

export function emitSpikeRecording(code: FunctionWriter, recordings: KernelRecordings, recording: SpikeRecording): void {
  if (!recordings.firstSpike && !recordings.spikes) return;
  const [first, ...others] = recording.spikes;
  code.get(first!);
  for (const spike of others) code.get(spike).emit("v128Or");
  code.emit("v128AnyTrue", "if");
  recording.spikes.forEach((_, vector) => {
    if (recordings.firstSpike) noteFirst(code, recording, vector);
    if (recordings.spikes) append(code, recording, vector);
  });
  code.emit("end");
}

/** first = spikes and step < first ? step : first. */
function noteFirst(code: FunctionWriter, { spikes, firstSpikes, step }: SpikeRecording, vector: number): void {
  const first = firstSpikes[vector]!;
  const pushStep = () => code.get(step).emit("f64x2Splat");
  pushStep().get(first);
  pushStep().get(first).emit("f64x2Lt").get(spikes[vector]!).emit("v128And", "v128Bitselect").set(first);
}

function append(code: FunctionWriter, { spikes, nextSpike, bits, stepInCall, slot }: SpikeRecording, vector: number): void {
  code.get(spikes[vector]!).emit("i64x2Bitmask").set(bits);
  for (let lane = 0; lane < SLOTS_PER_VECTOR; lane++) {
    code.get(nextSpike);
    stepInCall().access("i32Store", 0);
    code.get(nextSpike);
    slot(vector, lane).access("i32Store", 4);
    // The lane's bit, moved to where it is worth an entry's size.
    code
      .get(nextSpike, bits)
      .i32(1 << lane)
      .emit("i32And");
    code
      .i32(SPIKE_SIZE_BYTES >> lane)
      .emit("i32Mul", "i32Add")
      .set(nextSpike);
  }
}
