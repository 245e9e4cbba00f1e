// The keys of random streams in the lanes of a batch (IDENTITY 16 and 17): from the seed, the lane's repeat and its parameters, as far as the policy
// of the stream's class lets them count.
//
// A million trials have a million keys of each stream, so a class's key is worked out once a lane, or once for all lanes where nothing that
// counts differs between them.

import type { CheckedModel, RandomClass, RandomStream } from "@spikefarm/equations";
import { classKey, type StreamKey, streamKey } from "@spikefarm/numerics";
import type { Batch } from "../simulation-api.js";

export class StreamKeys {
  readonly #model: CheckedModel;
  readonly #batch: Batch;
  /** By class: of each lane that has been asked for, or of lane 0 for all. */
  readonly #classKeys = new Map<RandomClass, Map<number, Uint8Array>>();

  constructor(model: CheckedModel, batch: Batch) {
    this.#model = model;
    this.#batch = batch;
  }

  of(stream: RandomStream, lane: number): StreamKey {
    return streamKey(this.#classKey(stream.class, this.differ(stream.class) ? lane : 0), stream);
  }

  /** Whether the keys of a class may differ between lanes. */
  differ(name: RandomClass): boolean {
    const policy = this.#model.random[name];
    if (policy === "sweep") return false;
    if (typeof this.#batch.random?.repeat === "object") return true;
    return policy === "trial" && this.#varies();
  }

  #varies(): boolean {
    const { parameters, random } = this.#batch;
    const values = [...parameters.values(), ...(random?.texts?.values() ?? [])];
    return values.some((value) => typeof value === "object");
  }

  #classKey(name: RandomClass, lane: number): Uint8Array {
    const known = this.#classKeys.get(name) ?? new Map<number, Uint8Array>();
    this.#classKeys.set(name, known);
    const policy = this.#model.random[name];
    let key = known.get(lane);
    if (key === undefined) {
      const { seed, repeat } = this.#batch.random ?? { seed: 0, repeat: 0 };
      const ofLane = typeof repeat === "number" ? repeat : repeat[lane]!;
      key = classKey({ class: name, seed, repeat: ofLane, policy, values: policy === "trial" ? this.#values(lane) : {} });
      if (known.size >= MAX_KEPT_KEYS) known.clear();
      known.set(lane, key);
    }
    return key;
  }

  /** Of the parameters that are not derived. What JSON has no number for counts by its name. */
  #values(lane: number): Readonly<Record<string, number | string>> {
    const values: Record<string, number | string> = {};
    for (const { name, type, value, derived } of this.#model.parameters) {
      if (derived !== undefined) continue;
      const all = type === "text" ? (this.#batch.random?.texts?.get(name) ?? value!) : this.#batch.parameters.get(name)!;
      const own = typeof all === "object" ? all[lane]! : all;
      values[name] = typeof own === "number" && !Number.isFinite(own) ? String(own) : own;
    }
    return values;
  }
}

/** Lanes of one class whose keys are kept. */
const MAX_KEPT_KEYS = 65_536;
