// The keys of random streams in the lanes of a batch (IDENTITY 16 and 17): from the seed, the lane's repeat and its parameters, as far as the policy
// of the stream's class lets them count.
//
// A million trials have a million keys of each stream, so a class's key is worked out once a lane, or once for all lanes where nothing that
// counts differs between them.

import type { CheckedModel, RandomClass, RandomStream } from "@spikefarm/equations";
import { classKeys, type StreamKey, streamKey } from "@spikefarm/numerics";
import type { Batch } from "../simulation-api.js";

export class StreamKeys {
  readonly #model: CheckedModel;
  readonly #batch: Batch;
  /** By class: of each lane that has been asked for, or of lane 0 for all. */
  readonly #classKeys = new Map<RandomClass, Map<number, Uint8Array>>();
  readonly #keys = new Map<RandomClass, ReturnType<typeof classKeys>>();
  readonly #defaults: ReadonlyMap<string, number | string>;

  constructor(model: CheckedModel, batch: Batch) {
    this.#model = model;
    this.#batch = batch;
    this.#defaults = new Map(model.parameters.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
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
    let key = known.get(lane);
    if (key === undefined) {
      const repeat = this.#batch.random?.repeat ?? 0;
      key = this.#keysOf(name)(typeof repeat === "number" ? repeat : repeat[lane]!, (parameter) => this.#valueOf(parameter, lane));
      if (known.size >= MAX_KEPT_KEYS) known.clear();
      known.set(lane, key);
    }
    return key;
  }

  /** Of the parameters that are not derived. */
  #keysOf(name: RandomClass): ReturnType<typeof classKeys> {
    let keys = this.#keys.get(name);
    if (keys === undefined) {
      const { parameters, random } = this.#model;
      const names = parameters.filter(({ derived }) => derived === undefined).map((parameter) => parameter.name);
      keys = classKeys({ class: name, seed: this.#batch.random?.seed ?? 0, policy: random[name] }, names);
      this.#keys.set(name, keys);
    }
    return keys;
  }

  /** What JSON has no number for counts by its name. */
  #valueOf(name: string, lane: number): number | string {
    const all = this.#batch.random?.texts?.get(name) ?? this.#batch.parameters.get(name) ?? this.#defaults.get(name)!;
    const own = typeof all === "object" ? all[lane]! : all;
    return typeof own === "number" && !Number.isFinite(own) ? String(own) : own;
  }
}

/** Lanes of one class whose keys are kept. */
const MAX_KEPT_KEYS = 65_536;
